# What would be left out is refused.
try() { "$S2S" "$@" || echo "exit $?"; }
try bench --kinds --train
try bench --only score
try info --kinds -m "$FIXTURE/tiny.safetensors"
try link --dictionary --links union "$FIXTURE/test.tsv"
cut -f 1 "$FIXTURE/test.tsv" | sed 's/.*/0-0/' >gold.align
try align -m "$FIXTURE/tiny.safetensors" --svg --gold gold.align --gold-text "$FIXTURE/test.tsv"
