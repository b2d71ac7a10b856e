"$S2S" eval -m "$FIXTURE/tiny.safetensors" "$FIXTURE/test.tsv" --resamples 10 --report page.html \
    --json 2>words >out
grep '^report' words
grep -c '<polygon' page.html
# unasked, beside the others about the model; one that cannot be written is a warning
cp "$FIXTURE/tiny.safetensors" m.safetensors
"$S2S" eval -m m.safetensors "$FIXTURE/test.tsv" --resamples 10 2>words >out
! grep '^report' words
mkdir m.run
"$S2S" eval -m m.safetensors "$FIXTURE/test.tsv" --resamples 10 2>words >out
grep '^report' words
grep -c '<polygon' m.run/eval-test.html
rm m.run/eval-test.html
mkdir m.run/eval-test.html
"$S2S" eval -m m.safetensors "$FIXTURE/test.tsv" --resamples 10 2>words >out
grep '^s2s: warning' words
# the training's own page stays
rmdir m.run/eval-test.html
echo mine >m.run/report.html
cp "$FIXTURE/test.tsv" report.tsv
"$S2S" eval -m m.safetensors report.tsv --resamples 10 2>words >out
cat m.run/report.html
grep '^report:' words
