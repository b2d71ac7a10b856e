# A model that another process is training is left to it.
head -n 60 "$FIXTURE/train.tsv" >corpus.tsv
small="--embed 8 --hidden 8 --attn-size 8 --bpe 50"
"$S2S" train corpus.tsv $small --steps 1000000 --epochs 1000000 --patience 1000000 2>first &
first=$!
trap 'kill -KILL $first 2>/dev/null || :' EXIT
while [ ! -f corpus.run/log.jsonl ]; do sleep 0.1; done
"$S2S" train corpus.tsv $small --steps 2 2>&1 | grep -e ^s2s -e ^hint || true
"$S2S" train corpus.tsv $small --steps 2 --force 2>&1 | grep -e ^s2s -e ^hint || true
"$S2S" train corpus.tsv $small --steps 2 -m other.safetensors -q
kill -HUP $first
wait $first || echo "exit $?"
ls
"$S2S" train corpus.tsv --resume --steps 3 2>&1 | grep -e '--steps' || true

# a training that can write nothing leaves no folder
(ulimit -f 8; "$S2S" train "$FIXTURE/train.tsv" -q --steps 1 -m nothing.safetensors 2>/dev/null) || echo $?
ls | grep nothing || echo none
