# Every translation of the list begins with it, whatever the white space around
# its words; a score is what it says.
t() { "$S2S" translate -m "$FIXTURE/tiny.safetensors" "$@"; }
t --prefix "Le chat" --nbest 3 "A dog." >list
grep -c '^0 ||| Le chat' list
for text in "Le chat " " Le  chat" "	Le 	chat"; do
    t --prefix "$text" --nbest 3 "A dog." | cmp - list
done
t "A dog." >plain
t --prefix " " "A dog." | cmp - plain
t --json --alpha 0 --word-reward 2 "A dog." |
    sed 's/.*"logp":\([^,]*\),"score":\([^,]*\),"tokens":\([0-9]*\).*/\1 \2 \3/' |
    awk '{ d = $2 - $1 - 2 * $3; print (d < 1e-9 && -d < 1e-9) }'
t --prefix "Ł" "A dog."
