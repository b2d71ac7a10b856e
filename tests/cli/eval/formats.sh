# Two files are as good as one TSV; --reverse swaps them.
export S2S_MODEL="$FIXTURE/tiny.safetensors"
cut -f 1 "$FIXTURE/test.tsv" >en
cut -f 2 "$FIXTURE/test.tsv" >fr
"$S2S" eval -q --resamples 10 --csv "$FIXTURE/test.tsv" >a
head -n 1 a
"$S2S" eval -q --resamples 10 --csv --src en --tgt fr | cmp - a
"$S2S" eval -q --resamples 10 --json "$FIXTURE/test.tsv" | head -c 19
echo
"$S2S" eval -q --resamples 10 --svg "$FIXTURE/test.tsv" | head -c 4
echo
