"$S2S" info --positions -m "$FIXTURE/tiny.safetensors"
