# What an action has no use for is refused, whatever the model.
for words in 'codes FILE' 'ids --ids' 'decode --tsv' 'encode --tsv --side src'; do
    "$S2S" vocab $words -m "$FIXTURE/tiny.safetensors" || echo "$words: exit $?"
done
