"$S2S" align -m "$FIXTURE/tiny.safetensors" --head 3 "A dog."
