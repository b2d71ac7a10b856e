"$S2S" explain -m "$FIXTURE/tiny.safetensors" --head mean "A dog."
