# One line in, one line out; empty stays empty; CR and BOM are no text.
printf '\357\273\277The cat sees a dog.\n\nA dog.\r\nno end' |
    "$S2S" translate -m "$FIXTURE/tiny.safetensors" >out
wc -l <out
sed -n 2p out
printf 'A dog.\n' | "$S2S" translate -m "$FIXTURE/tiny.safetensors" >alone
sed -n 3p out | cmp - alone
"$S2S" translate -m "$FIXTURE/tiny.safetensors" 'A dog.' | cmp - alone
"$S2S" translate -m "$FIXTURE/tiny.safetensors" '' </dev/null
