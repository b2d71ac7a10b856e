# An option that nothing would read is refused, and says what it belongs to.
tiny='--embed 8 --hidden 12 --attn-size 6 --steps 1 --beam 1'
for option in '--window 3' '--attention dot --heads 2' '--encoder uni --layer-norm no' \
    '--tokens char --bpe-dropout 0.1' '--attention uniform --score dot' \
    '--dropout 0 --dropout-kind variational' '--attention none --score qk --heads 2'; do
    "$S2S" train "$FIXTURE/train.tsv" -q -m x.safetensors $tiny $option || echo "exit $?"
done
for list in '--window 2,5' '--score dot --attn-size 4,8' '--focus none --attn-size 4,8' \
    '--focus uniform --score dot,concat' '--tokens word --bpe 100,200'; do
    "$S2S" compare "$FIXTURE/train.tsv" -q $tiny $list || echo "exit $?"
done
ls
"$S2S" train "$FIXTURE/train.tsv" -q -m x.safetensors $tiny --attention local-p --window 2
cp "$FIXTURE/train.tsv" corpus.tsv
"$S2S" compare corpus.tsv -q $tiny --focus soft,local-m --window 2 >out
ls -d *.safetensors

# A size may be given for all twins, one of which has no use for it.
"$S2S" train corpus.tsv -q -m none.safetensors $tiny --attention none --tokens word --bpe 50
for option in '--window 3' '--enc-heads 2' '--attention local-m --window 3'; do
    "$S2S" gradcheck -q --limit 1 $option >out || echo "exit $?"
    "$S2S" bench --train --updates 1 --batch 2 --embed 8 --hidden 8 --attn-size 8 \
        --vocabulary 9 --threads 1 $option >out || echo "exit $?"
done
