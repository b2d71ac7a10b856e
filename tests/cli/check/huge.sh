# A line of 100,000 words does not say what the languages of the others are.
head -n 200 "$S2S_ROOT/data/train.en-fr.tsv" >corpus.tsv
awk 'BEGIN { for (i = 0; i < 33333; i++) { s = s "the dog eats "; t = t "le chien mange " }
    print s "\t" t }' >>corpus.tsv
"$S2S" check corpus.tsv | grep '^note\|^WARN\|^  line'
