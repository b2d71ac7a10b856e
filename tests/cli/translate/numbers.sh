# Numbers that training has seen often are written as it wrote them; new ones come
# through where the rare ones of training did.
i=0
while [ $i -lt 40 ]; do
    i=$((i + 1))
    printf 'It costs 30 in room A%d.\tChambre A%d, trente.\n' $i $i
    printf 'We see %d dogs.\tNous voyons %d chiens.\n' $((1000 + i)) $((1000 + i))
    printf 'We see %d cats.\tNous voyons %d chats.\n' $((1000 + i)) $((1000 + i))
done >digits.tsv
sed 's/Nous voyons [0-9]*/Nous voyons mille/' digits.tsv >words.tsv
for corpus in digits words; do
    "$S2S" train -q $corpus.tsv -m $corpus.safetensors --embed 16 --hidden 24 --attn-size 12 \
        --bpe 60 --batch 16 --steps 12 --dropout 0 --beam 2
    "$S2S" translate -q -m $corpus.safetensors "We see 4711 dogs." "It costs 30 in room A7." >out
    printf '%s: %s %s\n' $corpus "$(grep -c 4711 out)" "$(grep -c 30 out)"
done
