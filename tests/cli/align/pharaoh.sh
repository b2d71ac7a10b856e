# A line a sentence; TAB or ||| before a given target; </s> never links.
printf 'A dog.\tUn chien.\n\nA dog. ||| Un chien.\nA dog.\n' |
    "$S2S" align -m "$FIXTURE/tiny.safetensors" --pharaoh --words >out
wc -l <out
sed -n 1p out | tr ' ' '\n' | cut -d - -f 2 | tr '\n' ' '
sed -n 1p out | tr ' ' '\n' | awk -F - '$1 > 1 { print "link to </s>" }'
sed -n 2p out
sed -n 3p out >third
sed -n 1p out | cmp - third
