# A row and a bar for each source token; the loss is that of one step.
for m in tiny none; do
    "$S2S" explain -q -m "$FIXTURE/$m.safetensors" --gradient \
        "A dog runs." "Un chien." >out
    sed -n '/^step/,$p' out | sed 's/= [0-9.]*$/= L/; s/[0-9.]*e-[0-9]* *#*/X/'
    awk '/e-[0-9]/ { if (length($NF) > most) most = length($NF); n++ }
        END { print n, most }' out
done
"$S2S" explain -q -m "$FIXTURE/tiny.safetensors" --gradient --step 1 --json \
    "A dog." "Un chien." | grep -o '"gradient":.*distance":[^]]*]' |
    sed 's/"loss":[^,]*/"loss":L/'
# The loss is what --json says of the step.
"$S2S" explain -q -m "$FIXTURE/tiny.safetensors" --gradient --step 3 --json \
    "A dog." "Un chien." | tr ',' '\n' |
    awk -F: '/"p":/ && !p { p = $2 } /"loss":/ { d = $2 + log(p)
        print (d < 1e-5 && d > -1e-5) ? "same" : "differs by " d }'
