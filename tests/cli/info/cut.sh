# One byte less, or one bit turned, is found.
head -c 20000 "$FIXTURE/tiny.safetensors" >cut.safetensors
"$S2S" info cut.safetensors
