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

# of lists one after the other, too
sort -t '|' -k 7,7 list >mixed
"$S2S" score -m "$m" --nbest mixed src >again
"$S2S" score -m "$m" --nbest list src | cmp - again

# the same score as in the search
cp "$FIXTURE/train.tsv" corpus.tsv
"$S2S" train corpus.tsv -q --embed 8 --hidden 8 --attn-size 8 --tokens char --steps 3 --alpha 0.5 --word-reward 0.1 --char-reward 0.3 -m r.safetensors
"$S2S" translate -q -m r.safetensors --nbest 3 <src >list
"$S2S" score -m r.safetensors --nbest list src >again
paste -d '|' list again | awk -F '|' '{ d = $7 - $14; print NF, (d < 2e-4 && d > -2e-4) }' | sort -u
printf '0 ||| caf\303\251\n1 ||| cafe\314\201\n' >list
printf 'A dog.\nA dog.\n' >twice
"$S2S" score -m r.safetensors --nbest list twice | awk -F '|' '{ print $7 }' | uniq | grep -c .
printf '2 ||| Un chien.\n' >list
"$S2S" score -m "$m" --nbest list src || echo $?
printf 'Un chien.\n' >list
"$S2S" score -m "$m" --nbest list src || echo $?

# trouble is told of the line in the list, or in the sources
printf '0 ||| un \342\230\203 ||| 0\n1 ||| un ||| 0\n' >list
printf 'a dog\na \342\230\202\n' >odd
"$S2S" score -q -m "$m" --nbest list odd 2>&1 >out
awk 'BEGIN { printf "0 ||| "; for (i = 0; i < 1100; i++) printf "la "; print "||| 0" }' >list
"$S2S" score -q -m "$m" --nbest list src 2>&1 >out
