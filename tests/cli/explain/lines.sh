# Lines of stdin, with a target or without; an empty one has no tokens.
printf 'A dog.\tUn chien.\n\nA dog. ||| Un chien.\n' |
    "$S2S" explain -q -m "$FIXTURE/tiny.safetensors" >out
grep -c '^step' out
grep 'no tokens' out
awk '/^step 1/ { n++ } n == 1' out | sed '/no tokens/,$d' >first
awk '/^step 1/ { n++ } n == 2' out | cmp - first
printf '\n' | "$S2S" explain -q -m "$FIXTURE/tiny.safetensors" --json --gradient --vectors | cut -c 1-60
"$S2S" explain -q -m "$FIXTURE/tiny.safetensors" -o file "A dog." "Un chien."
"$S2S" explain -q -m "$FIXTURE/tiny.safetensors" "A dog." "Un chien." | cmp - file
