"$S2S" translate -m "$FIXTURE/tiny.safetensors" --beam 2 --nbest 3 x
