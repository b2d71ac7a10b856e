"$S2S" align -m "$FIXTURE/tiny.safetensors" --of summary "A dog."
