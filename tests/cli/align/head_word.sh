"$S2S" align -m "$FIXTURE/tiny.safetensors" --head 0 "A dog."
