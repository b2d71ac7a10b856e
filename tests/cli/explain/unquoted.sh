"$S2S" explain -m "$FIXTURE/tiny.safetensors" A dog runs
