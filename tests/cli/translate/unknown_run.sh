# A piece that the model does not know is copied once, however many steps look
# at it in a row, and leaves no space where it is not; words that have such
# pieces come through whole, and an alignment has a row for each piece.
export S2S_MODEL="$S2S_ROOT/models/demo.safetensors"
"$S2S" translate -q --no-copy-unknown 'I like 日本語.' '日本語 の 文 です 。' 2>/dev/null
"$S2S" translate -q 'I like 日本語.' '東京 is big.' 'It costs €5.' 'He knows C++.' 2>/dev/null
"$S2S" align -q --tsv 'I like 日本語.' | cut -f 1 | tail -n 6
awk 'BEGIN { for (i = 0; i < 60; i++) print "the a" i "\tun b" i " c" i " d" i }' >rare.tsv
"$S2S" train -q --tokens word --min-count 5 --steps 60 --lr 0.02 --embed 8 --hidden 8 --attn-size 8 \
    --beam 1 --tune no -m words.safetensors rare.tsv
"$S2S" translate -q -m words.safetensors 'the x' 'the y z' >out
grep -c . out
grep -c '  \| $' out || :
# What is nothing else is not translated.
"$S2S" translate -q 'Kowalski!' '🍕 🍕' '鰐 is big.' 2>/dev/null
