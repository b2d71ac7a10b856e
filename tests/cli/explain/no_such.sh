# Steps that are not there, and a beginning that no target had.
m="$FIXTURE/tiny.safetensors"
"$S2S" explain -q -m "$m" --set 999:1=1 "A dog." || echo "exit $?"
"$S2S" explain -q -m "$m" --prefix 我 "A dog." || echo "exit $?"
printf 'no tab\n' >bad.tsv
"$S2S" explain -q -m "$m" --faithful bad.tsv || echo "exit $?"
