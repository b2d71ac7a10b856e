"$S2S" explain -m "$FIXTURE/tiny.safetensors" --head 2 "A dog."
