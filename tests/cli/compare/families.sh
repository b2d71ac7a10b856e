# Any option can have the list: a family's, a number; presets.  Without --test
# a part of the corpus is held out.
head -n 60 "$FIXTURE/train.tsv" >corpus.tsv
tiny='--embed 8 --hidden 12 --attn-size 6 --bpe 50 --batch 16 --steps 2 --beam 1'
for list in '--encoder uni,bi' '--focus soft,uniform' '--summary last,mean --attention none' \
    '--position none,sin --encoder uni' '--score concat,dot' '--layers 1,2' '--dropout 0,0.25'; do
    "$S2S" compare corpus.tsv $tiny $list 2>log >out
    grep -c 'test part: 2 pairs of corpus.tsv, held out' log
    sed -n '/^[a-z]* *BLEU, train/,/^$/p' out | cut -c 1-12
done
ls -d *.safetensors
