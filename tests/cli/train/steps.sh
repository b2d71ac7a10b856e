# --steps is not cut short by the passes that the table of defaults allows.
head -n 12 "$FIXTURE/train.tsv" >corpus.tsv
"$S2S" train corpus.tsv --dev "$FIXTURE/test.tsv" --embed 4 --hidden 4 --attn-size 4 --steps 70 \
    --patience 1000 --beam 1 2>&1 | grep -o 'at update .*'
