# The dev part of all twins is held out by the first seed: where a twin's own
# is another, no command of train makes it again, and none is recorded.
cp "$FIXTURE/train.tsv" c.tsv
"$S2S" compare c.tsv --seed 1,2 --test "$FIXTURE/test.tsv" --embed 8 --hidden 8 --attn-size 8 \
    --bpe 50 --steps 2 --beam 1 -q >table
for k in 1 2; do grep -c '"command"' c-seed-$k.run/story.json || :; done
