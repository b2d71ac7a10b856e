"$S2S" explain -m "$FIXTURE/tiny.safetensors" --step 99 "A dog." "Un chien."
