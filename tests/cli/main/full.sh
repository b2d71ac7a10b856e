# A write that fails is told, and the status says so; what is longer than a
# buffer fails before its end.
"$S2S" train --help >/dev/full || echo "exit $?" >&2
"$S2S" info --kinds >/dev/full
