printf 'A dog.\n\n' | "$S2S" translate -m "$FIXTURE/tiny.safetensors" --nbest 3 >out
awk -F ' [|][|][|] ' 'NF != 3 || $3 > 0 { print "bad: " $0 } { n[$1]++ } END { print n[0], n[1] }' out
