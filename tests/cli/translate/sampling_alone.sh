# What is of --sample is not ignored without it.
for option in "--seed 3" "--temperature 0.5" "--top-k 2" "--top-p 0.5"; do
    "$S2S" translate -q -m "$FIXTURE/tiny.safetensors" $option "A dog." || echo "exit $?"
done
