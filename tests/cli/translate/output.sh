"$S2S" translate -m "$FIXTURE/tiny.safetensors" -o gone/out x
