# Options that --resume contradicts are refused.
head -n 60 "$FIXTURE/train.tsv" >corpus.tsv
"$S2S" train corpus.tsv --embed 8 --hidden 8 --attn-size 8 --bpe 50 --steps 4 -q
try() { "$S2S" train corpus.tsv --resume "$@" 2>&1 | grep -e ^s2s: -e ^hint: || echo fine; }
try --force
try --init "$FIXTURE/tiny.safetensors"
try --steps 3
try --lr 1
