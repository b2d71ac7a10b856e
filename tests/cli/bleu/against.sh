# Another system on the same text: a difference, and whether it is one.
cut -f 2 "$S2S_ROOT/data/test.en-fr.tsv" | head -n 60 >ref
sed 's/ la / le /' ref >good
sed 's/ l[ae] / des /; s/ [a-z]*er / aller /; s/e / x /' ref >bad
"$S2S" bleu good ref --against bad
"$S2S" bleu bad ref --against good | sed -n 3p
"$S2S" bleu good ref --against good | sed -n 3p
"$S2S" bleu good ref --against bad --json | grep -o '"against.*}'
head -n 9 bad >short
"$S2S" bleu good ref --against short 2>&1 || echo "exit $?"
