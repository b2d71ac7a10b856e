"$S2S" align -m "$FIXTURE/tiny.safetensors" --links union "A dog." "Un chien."
