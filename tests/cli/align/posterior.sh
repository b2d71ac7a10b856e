# What each target token was made from, once it is known: the lexicon of the
# model, or what it says had it read one token alone, moves the rows, which sum
# to 1 at most.
cp "$FIXTURE/train.tsv" corpus.tsv
"$S2S" train corpus.tsv --lexicon 0.001 --embed 8 --hidden 8 --attn-size 8 --bpe 50 --steps 20 -q
head -n 3 "$FIXTURE/test.tsv" >pairs.tsv
"$S2S" align -q --json --posterior <pairs.tsv >known
"$S2S" align -q --json <pairs.tsv >plain
cmp -s known plain || echo moved
tr '[' '\n' <known | sed -n 's/^\([0-9.e-]*,[-0-9.e,]*\)\].*/\1/p' |
    awk -F, '{ s = 0; for (i = 1; i <= NF; i++) s += $i; if (s < 0 || s > 1.00001) print s; n++; less += s < 0.99 }
        END { print (n > 20), (less > 0) }'
# of both, the mean of what each knows
"$S2S" align -q --json --posterior -m corpus.safetensors -m corpus.safetensors <pairs.tsv | cmp - known
"$S2S" align -q --pharaoh --posterior <pairs.tsv | tr ' ' '\n' | wc -l >known
"$S2S" align -q --pharaoh <pairs.tsv | tr ' ' '\n' | wc -l | cmp -s - known || echo fewer links
cut -f 1,2 pairs.tsv >text.tsv
sed 's/.*/0-0 1?1/' text.tsv >text.align
"$S2S" align -q --posterior --gold text.align --gold-text text.tsv >known
"$S2S" align -q --gold text.align --gold-text text.tsv | cmp -s - known || echo other errors
"$S2S" align -q --values --posterior -m "$FIXTURE/tiny.safetensors" "A dog." "il"
"$S2S" align -q --posterior --gold text.align --gold-text text.tsv -m "$FIXTURE/tiny.safetensors" >known
"$S2S" align -q --gold text.align --gold-text text.tsv -m "$FIXTURE/tiny.safetensors" | cmp -s - known || echo other errors
"$S2S" align -q --posterior --of summary "A dog." 2>&1 || echo "exit $?"
