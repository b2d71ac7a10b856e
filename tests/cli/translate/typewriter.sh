# Typographic characters that the model has never seen are read as a typewriter
# has them, and not warned of; other text is not touched by that.
export S2S_MODEL="$S2S_ROOT/models/demo.safetensors"
"$S2S" translate -q '“I don’t know…”' 'I don´t know.' >curly
"$S2S" translate -q '"I don'"'"'t know..."' 'I don'"'"'t know.' >straight
cmp curly straight
# where words are the units, too
printf 'the "big" cat\tle "grand" chat\nthe dog\tle chien\n' | sed 'p;p;p;p;p' >quotes.tsv
printf 'the cat\tle chat\n' >dev.tsv
"$S2S" train quotes.tsv -q --dev dev.tsv --tokens word --min-count 1 --embed 8 --hidden 8 \
    --attn-size 8 --steps 1 --beam 1 --tune no -m words.safetensors
"$S2S" translate -m words.safetensors 'the “big” dog' '“small”  dog' 2>&1 >/dev/null
