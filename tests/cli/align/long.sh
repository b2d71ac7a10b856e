# What is beyond the tokens that are read is not lost in silence.
export S2S_MODEL="$FIXTURE/tiny.safetensors"
awk 'BEGIN { for (i = 0; i < 1200; i++) printf "a "; print "\tb" }' >long.tsv
for command in "align --pharaoh" "explain --step 1" score; do
    "$S2S" $command <long.tsv 2>&1 >/dev/null | grep longer
done
"$S2S" eval long.tsv --beam 1 --resamples 40 2>&1 >/dev/null | grep longer
