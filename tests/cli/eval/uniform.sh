# A model without scores is not called by the name of one.
"$S2S" train "$FIXTURE/train.tsv" -q --focus uniform --embed 8 --hidden 8 --attn-size 8 \
    --bpe 50 --steps 2 --beam 1 -m u.safetensors
"$S2S" eval -q -m u.safetensors "$FIXTURE/test.tsv" --csv --beam 1 --report u.html | grep -ow "uniform\|concat" |
    sort -u
grep -o 'attention [a-z]*\( (score [a-z]*)\)\?, M' u.html
