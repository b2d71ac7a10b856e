"$S2S" align -m "$FIXTURE/tiny.safetensors" --of self "A dog." "Un chien."
