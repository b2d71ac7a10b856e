# One file by two names is one place; what is read is not written to, and that
# is said before anything is translated.
cp "$FIXTURE/tiny.safetensors" m.safetensors
ln -s e.csv link.csv
mkdir folder
eval_to() { "$S2S" eval -q -m m.safetensors "$FIXTURE/test.tsv" --csv "$@" || echo "exit $?"; }
eval_to -o e.csv --hyp ./e.csv
eval_to -o e.csv --hyp folder/../e.csv
eval_to -o e.csv --hyp link.csv
eval_to --hyp m.safetensors
eval_to -o e.csv --hyp folder/e.csv
ls . folder
