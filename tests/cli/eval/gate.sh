"$S2S" eval -q -m "$FIXTURE/tiny.safetensors" --resamples 10 --min-bleu 99 "$FIXTURE/test.tsv" >/dev/null
