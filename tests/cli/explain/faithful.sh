# Counts, and the same for any number of threads.
export S2S_MODEL="$FIXTURE/tiny.safetensors"
"$S2S" explain -q --threads 1 --faithful "$FIXTURE/test.tsv" >one
"$S2S" explain -q --threads 2 --faithful "$FIXTURE/test.tsv" | cmp - one
sed 's/[0-9.-]\{1,\}/N/g' one
"$S2S" explain -q --faithful "$FIXTURE/test.tsv" --json | sed 's/:[0-9.e-]\{1,\}/:N/g'
