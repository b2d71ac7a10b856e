# White space at the ends is not translated; a line of nothing else stays empty.
t() { "$S2S" translate -q -m "$FIXTURE/tiny.safetensors" "$@"; }
t "A dog." >plain
for text in " A dog." "A dog.  " "	A dog.	"; do t "$text" | cmp - plain; done
printf '   \n\t\n \nA dog.\r\n' | t >lines
head -n 3 lines
tail -n 1 lines | cmp - plain
"$S2S" align -q -m "$FIXTURE/tiny.safetensors" --csv " A dog. " >aligned
"$S2S" align -q -m "$FIXTURE/tiny.safetensors" --csv "A dog." | cmp - aligned
