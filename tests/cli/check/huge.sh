# A line of 100,000 words does not say what the languages of the others are.
head -n 200 "$S2S_ROOT/data/train.en-fr.tsv" >corpus.tsv
awk 'function many(s) { for (i = 0; i < 33333; i++) printf "%s ", s }
    BEGIN { many("the dog eats"); printf "\t"; many("le chien mange"); print "" }' >>corpus.tsv
"$S2S" check corpus.tsv | grep '^note\|^WARN\|^  line'
