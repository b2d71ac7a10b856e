# The models that the cases use: one with attention, one without, one with
# every attention there is and more heads; all far too small and too little
# trained to say anything.  Runs in $FIXTURE.
tiny() {
    "$S2S" train train.tsv -m "$1" --quiet --dev test.tsv --embed 16 --hidden 24 \
        --attn-size 12 --bpe 100 --batch 16 --steps 12 --dropout 0 --beam 2 $2
}
awk -F '\t' 'length($1) < 90' "$S2S_ROOT/data/train.en-fr.tsv" | head -n 240 >train.tsv
awk -F '\t' 'length($1) < 90' "$S2S_ROOT/data/test.en-fr.tsv" | head -n 12 >test.tsv
tiny tiny.safetensors ''
tiny none.safetensors '--focus none'
tiny many.safetensors '--encoder self --enc-heads 2 --score qk --heads 2 --summary attention'
