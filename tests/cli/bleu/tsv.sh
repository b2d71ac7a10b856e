# A TSV is no side of one.
cut -f 2 "$FIXTURE/test.tsv" >ref
cp "$FIXTURE/test.tsv" t.tsv
"$S2S" bleu ref t.tsv >score
"$S2S" bleu t.tsv ref >score
"$S2S" bleu ref ref --against t.tsv >score
"$S2S" bleu ref ref >score
