# What --time made is made again, byte for byte, by the command on its page.
head -n 200 "$FIXTURE/train.tsv" >corpus.tsv
small="--embed 8 --hidden 8 --attn-size 8 --bpe 50"
"$S2S" train corpus.tsv $small --time 1s --schedule cosine --warmup 40 \
    -m first.safetensors -q
again=$(sed -n 's/.*"command": *"s2s \([^"]*\) --model [^"]*".*/\1/p' \
    first.run/story.json)
echo "$again" | sed 's/--steps [0-9]*/--steps N/'
"$S2S" $again -m second.safetensors -q
cmp first.safetensors second.safetensors && echo same
"$S2S" train corpus.tsv $small --time 1s --schedule cosine --warmup 39 \
    -m third.safetensors 2>&1 | grep -e ^s2s -e ^hint
"$S2S" train corpus.tsv $small --time 2s --steps 9 -m third.safetensors 2>&1 |
    grep ^s2s
"$S2S" train corpus.tsv $small --time 1s --schedule linear -m third.safetensors -q
"$S2S" info third.safetensors | grep warmup
"$S2S" train corpus.tsv $small --epochs 2 --schedule linear -m third.safetensors \
    --force -q
"$S2S" train corpus.tsv -m third.safetensors --resume --time 2s 2>&1 |
    grep ^s2s
