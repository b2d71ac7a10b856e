# Of a dev sentence no more is read than is translated, and that is said.
head -n 40 "$FIXTURE/train.tsv" >corpus.tsv
head -n 45 "$FIXTURE/train.tsv" | tail -n 5 >dev.tsv
awk 'BEGIN { for (i = 0; i < 1200; i++) printf "a "; print "b\tc" }' >>dev.tsv
"$S2S" train corpus.tsv --dev dev.tsv --embed 8 --hidden 8 --attn-size 8 \
    --bpe 50 --steps 2 2>&1 | grep -e "^dev part:" -e "token,"
