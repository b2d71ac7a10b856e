# What an earlier model left in the folder is not told of the one that is
# trained over it.
cp "$FIXTURE/train.tsv" corpus.tsv
tiny='--embed 8 --hidden 8 --attn-size 8 --bpe 50 --beam 1'
"$S2S" train corpus.tsv -q $tiny --steps 2
ls corpus.run
"$S2S" train corpus.tsv -q $tiny --force --reverse --steps 1000000 --epochs 1000000 2>words &
trap 'kill -KILL $! 2>/dev/null || :' EXIT
i=0
while [ -e corpus.run/story.json ] && [ $i -lt 300 ]; do sleep 0.1; i=$((i + 1)); done
kill -INT $!
wait $! || echo "exit $?"
ls corpus.run
