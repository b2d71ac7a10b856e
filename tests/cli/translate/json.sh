printf 'A "dog".\n\n' | "$S2S" translate -m "$FIXTURE/tiny.safetensors" --json --nbest 2
