# A test part whose columns are exchanged, seen by what the corpus looks like;
# the others say it when they read such a file.
ln -s "$S2S_ROOT/data" data
awk -F '\t' -v OFS='\t' '{ print $2, $1 }' data/test.en-fr.tsv | head -n 40 >turned.tsv
head -n 4000 data/train.en-fr.tsv >corpus.tsv
"$S2S" check corpus.tsv --dev data/dev.en-fr.tsv --test turned.tsv --only exchanged || echo "exit $?"
"$S2S" eval turned.tsv -m "$S2S_ROOT/models/demo.safetensors" --beam 1 --resamples 10 -o eval.txt
head -n 3 turned.tsv >three.tsv
head -n 2000 data/train.en-fr.tsv >train.tsv
"$S2S" train train.tsv --dev three.tsv -q -m m.safetensors --embed 8 --hidden 8 --steps 1
