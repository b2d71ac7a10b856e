"$S2S" translate -q -m "$FIXTURE/tiny.safetensors" 'A dog.' >/dev/full
