"$S2S" eval -q -m "$FIXTURE/tiny.safetensors" "$FIXTURE/test.tsv" --resamples 10 --hyp hyp
wc -l <hyp
cut -f 2 "$FIXTURE/test.tsv" | "$S2S" bleu hyp - | head -n 1 >bleu
"$S2S" eval -q -m "$FIXTURE/tiny.safetensors" "$FIXTURE/test.tsv" --resamples 10 |
    sed -n '1s/BLEU \([0-9.]*\).*/\1/p' | cmp - bleu
