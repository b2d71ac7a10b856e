# Where the outputs go is asked before the training.
tiny='--embed 8 --hidden 12 --attn-size 6 --steps 2 --beam 1'
for places in '--svg nosuch/x.svg' '--report nosuch/x.html' '--svg x --csv x' '--csv corpus.tsv' \
    '--svg corpus-attention.html'; do
    head -n 60 "$FIXTURE/train.tsv" >corpus.tsv
    "$S2S" compare corpus.tsv -q $tiny $places >table || echo "exit $?"
done
ls -d corpus*

# The page, too, where nobody said its place.
mkdir corpus-attention.html
"$S2S" compare corpus.tsv -q $tiny >table || echo "exit $?"
ls -d corpus*
