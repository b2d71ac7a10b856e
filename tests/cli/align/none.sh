"$S2S" align -m "$FIXTURE/none.safetensors" "A dog."
