# An option that nothing would read is refused, and says what it belongs to.
tiny='--embed 8 --hidden 12 --attn-size 6 --steps 1 --beam 1'
for option in '--window 3' '--attention dot --heads 2' '--encoder uni --layer-norm no' \
    '--tokens char --bpe-dropout 0.1'; do
    "$S2S" train "$FIXTURE/train.tsv" -q -m x.safetensors $tiny $option || echo "exit $?"
done
"$S2S" compare "$FIXTURE/train.tsv" -q $tiny --window 2,5 || echo "exit $?"
ls
"$S2S" train "$FIXTURE/train.tsv" -q -m x.safetensors $tiny --attention local-p --window 2
cp "$FIXTURE/train.tsv" corpus.tsv
"$S2S" compare corpus.tsv -q $tiny --focus soft,local-m --window 2 >out
ls -d *.safetensors
