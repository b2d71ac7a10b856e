# "-" is stdin alone, not a text among others.
try() { "$S2S" "$@" 2>&1 || echo "exit $?"; }
m="-q -m $FIXTURE/tiny.safetensors"
try translate $m "The boy." - "Mary."
try align $m "The boy." -
try explain $m - "The boy."
