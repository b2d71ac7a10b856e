# No text is written over a model.
for command in "translate -o m hi" "align -o m --csv hi" "eval $FIXTURE/test.tsv --hyp m" \
    "report -o m"; do
    cp "$FIXTURE/none.safetensors" m
    # shellcheck disable=SC2086 # several words
    "$S2S" $command -q -m "$FIXTURE/tiny.safetensors" 2>err || echo "exit $?"
    head -n 1 err
    cmp m "$FIXTURE/none.safetensors"
done
"$S2S" translate -q -m "$FIXTURE/tiny.safetensors" -o /dev/null hi
