# A test part that the training has, too, is said to be one.
head -n 60 "$FIXTURE/train.tsv" >corpus.tsv
head -n 20 corpus.tsv >test.tsv
"$S2S" compare corpus.tsv --attention none,dot --test test.tsv --steps 1 --beam 1 \
    --embed 8 --hidden 8 --attn-size 8 --bpe 50 2>&1 >/dev/null | grep warning
cp "$FIXTURE/test.tsv" test.tsv
"$S2S" compare corpus.tsv --attention none,dot --test test.tsv --steps 1 --beam 1 \
    --embed 8 --hidden 8 --attn-size 8 --bpe 50 2>&1 >/dev/null | grep warning || echo none
