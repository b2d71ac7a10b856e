# Nothing is lost, and the best of each sentence comes first;
# what is not such a line is named.
m=$FIXTURE/tiny.safetensors
printf 'A dog.\nThe man reads.\n' >src
"$S2S" translate -m "$m" --nbest 4 <src >list
cut -d "|" -f 1-4 list >text
"$S2S" score -m "$m" --nbest list src | cut -d "|" -f 1-4 | sort >a
sort text | cmp - a
awk '{ print $1 " ||| " substr("La fille lit un livre", 1, 24 - 3 * NR) " ||| 0" }' list >short
"$S2S" score -m "$m" --nbest short src >ranked
awk -F ' [|][|][|] ' '$1 == n && $3 > s { print "bad" } { n = $1; s = $3 } END { print NR }' ranked
cut -d '|' -f 1-4 ranked | sort >a
cut -d '|' -f 1-4 short | sort | cmp - a
printf '2 ||| Un chien.\n' >list
"$S2S" score -m "$m" --nbest list src || echo $?
printf 'Un chien.\n' >list
"$S2S" score -m "$m" --nbest list src || echo $?
