# Right gradients pass in float, too, where maxima have kinks, norms bend, and
# a gradient is too small for the loss to show it.
for seed in 1 2; do
    for options in "--cell-norm yes" "--summary max" "--readout maxout" \
        "--layers 3" "--preset rnnsearch" "--encoder self --enc-heads 2 --layers 2"; do
        "$S2S" gradcheck -q $options --seed $seed >table || cat table
    done
done
grep -q "too small to tell" table || "$S2S" gradcheck -q --preset rnnsearch | grep -c "too small to tell"
# a model has its own
"$S2S" gradcheck -m "$FIXTURE/tiny.safetensors" --score dot 2>&1 || echo "exit $?"
"$S2S" gradcheck -m "$FIXTURE/tiny.safetensors" --preset rnnsearch 2>&1 || echo "exit $?"
"$S2S" gradcheck -q -m "$FIXTURE/tiny.safetensors" --seed 3 | grep -c WRONG || true
