# explain goes through the same target step by step: its log p's, summed.
model=$FIXTURE/many.safetensors
"$S2S" score -q -m "$model" "$FIXTURE/test.tsv" | cut -f 1,2 >scores
while IFS= read -r line; do
    printf '%s\n' "$line" | "$S2S" explain -q --json -m "$model" |
        grep -o '"step":[0-9]*,"token":"[^"]*","p":[0-9.e-]*' | sed 's/.*"p"://' |
        awk '{ sum += log($1) } END { print sum "\t" NR }'
done <"$FIXTURE/test.tsv" >sums
paste scores sums | awk '{ d = $1 - $3; if (d * d > 1e-4 || $2 != $4) print "wrong: " $0 }
    END { print NR " pairs" }'
