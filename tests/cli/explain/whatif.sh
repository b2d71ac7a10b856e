# A hidden token has no weight, a set one has it at its step alone, a prefix
# begins the translation; in JSON too.
export S2S_MODEL="$FIXTURE/tiny.safetensors"
"$S2S" explain -q --mask 2 --set 3:1=1.0 "A dog." >out
sed -n 's/^\(before\|after\): .*/\1/p' out
steps=$(grep -c '^step' out)
[ "$(grep -c '^ *2 .* -> 0.00$' out)" = "$steps" ] && echo hidden
grep -c '^ *1 .* -> 1.00$' out
"$S2S" explain -q --prefix Nous "A dog." >prefix
sed -n 's/^after: *\(Nous\).*/\1/p' prefix
"$S2S" explain -q --prefix " Nous " "A dog." | cmp - prefix
printf 'A dog.\n\n' | "$S2S" explain -q --json --mask 1,2,3,4,5 >json
sed 's/.*"after":.*"alpha":\[\[\([0-9,]*\)\].*/\1/' json | head -n 1
sed -n '2s/"before.*//p' json
