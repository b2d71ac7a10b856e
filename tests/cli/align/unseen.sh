# Characters never seen are named once, of both sides, by whoever shows what a
# model makes of them.
export S2S_MODEL="$FIXTURE/tiny.safetensors"
printf 'Żo 🙂.\tŻo ж.\nA dog.\tUn chien ж.\nŁa.\tUn chat.\n' >pairs
for command in align explain score; do "$S2S" $command -q <pairs >"$command"; done
"$S2S" align -q "Żo dog." >aligned
"$S2S" explain -q "A dog." "Un ж." >explained
"$S2S" align -q --csv "A dog." "Un chien." >aligned
