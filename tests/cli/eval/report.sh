"$S2S" eval -m "$FIXTURE/tiny.safetensors" "$FIXTURE/test.tsv" --resamples 10 --report page.html \
    --json 2>words >out
grep '^report' words
grep -c '<polygon' page.html
