# Columns that are exchanged, told of by what reads pairs line by line, by
# `compare`, and where the --backward model has the direction of the model.
ln -s "$S2S_ROOT/models/demo.safetensors" m.safetensors
cp "$FIXTURE/test.tsv" "$FIXTURE/train.tsv" .
m=m.safetensors
awk -F '\t' -v OFS='\t' '{ print $2, $1 }' test.tsv >turned.tsv
for f in test.tsv turned.tsv; do
    "$S2S" score -q -m "$m" "$f" >scores
    "$S2S" score -q -m "$m" --reverse "$f" >scores
    "$S2S" align -q -m "$m" --links forward <"$f" >links
done
head -n 4 test.tsv | "$S2S" align -m "$m" --backward "$m" --links union >links
"$S2S" train train.tsv --dev test.tsv -q -m back.safetensors \
    --reverse --embed 8 --hidden 8 --steps 1 --tune no --guide 0
head -n 4 test.tsv |
    "$S2S" align -m "$m" --backward back.safetensors --links union >links
"$S2S" compare train.tsv --dev test.tsv --test turned.tsv -q \
    --attention none,concat --embed 8 --hidden 8 --steps 1 --tune no >table
