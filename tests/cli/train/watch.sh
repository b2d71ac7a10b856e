# No terminal, no picture: a word, and what every training prints.
"$S2S" train "$FIXTURE/train.tsv" --watch --dev "$FIXTURE/test.tsv" -m m.safetensors \
    --embed 8 --hidden 8 --attn-size 8 --bpe 50 --steps 3 --beam 1 2>words
grep -- '--watch' words
grep -c '^    source' words
"$S2S" train "$FIXTURE/train.tsv" --watch --dev "$FIXTURE/test.tsv" -m n.safetensors -q \
    --embed 8 --hidden 8 --attn-size 8 --bpe 50 --steps 3 --beam 1
cmp m.safetensors n.safetensors
