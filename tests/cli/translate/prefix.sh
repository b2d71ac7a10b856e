# Every translation of the list begins with it; a score is what it says.
"$S2S" translate -m "$FIXTURE/tiny.safetensors" --prefix "Le " --nbest 3 "A dog." |
    grep -c '^0 ||| Le '
"$S2S" translate -m "$FIXTURE/tiny.safetensors" --json --alpha 0 --word-reward 2 "A dog." |
    sed 's/.*"logp":\([^,]*\),"score":\([^,]*\),"tokens":\([0-9]*\).*/\1 \2 \3/' |
    awk '{ d = $2 - $1 - 2 * $3; print (d < 1e-9 && -d < 1e-9) }'
"$S2S" translate -m "$FIXTURE/tiny.safetensors" --prefix "Ł" "A dog."
