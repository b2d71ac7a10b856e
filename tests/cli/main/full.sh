# A write that fails is told, and the status says so.
"$S2S" info --kinds >/dev/full
