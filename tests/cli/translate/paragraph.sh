# A line of several sentences, longer than those of the training, is translated
# sentence by sentence: what each gives alone, in one line; told once.
m=$S2S_ROOT/models/demo.safetensors
line='Hello. How are you? She reads a good book. HE LOVES MUSIC! Pay €5 to Kowalski.'
printf '%s\nI love music.\n%s\n' "$line" "$line" | "$S2S" translate --beam 1 -m "$m" >lines
head -n 1 lines
printf '%s\n' 'Hello. How are you?' 'She reads a good book.' 'HE LOVES MUSIC!' \
    'Pay €5 to Kowalski.' | "$S2S" translate -q --beam 1 -m "$m" 2>/dev/null | paste -s -d ' ' >parts
sed -n 1p lines | cmp - parts
sed -n 3p lines | cmp - parts
"$S2S" translate -q --json --beam 1 -m "$m" "$line" 2>/dev/null |
    sed 's/.*"logp":\([^,]*\).*"tokens":\([0-9]*\).*/\1 \2/' >sum
printf '%s\n' 'Hello. How are you?' 'She reads a good book.' 'HE LOVES MUSIC!' \
    'Pay €5 to Kowalski.' | "$S2S" translate -q --json --beam 1 -m "$m" 2>/dev/null |
    sed 's/.*"logp":\([^,]*\).*"tokens":\([0-9]*\).*/\1 \2/' |
    awk '{ p += $1; n += $2 } END { getline s <"sum"; split(s, x, " ")
        print (p - x[1] < 1e-6 && x[1] - p < 1e-6), n - x[2] }'
for option in --no-split '--nbest 1' '--prefix Salut' --sample; do
    # shellcheck disable=SC2086 # two words
    "$S2S" translate -q --beam 1 -m "$m" $option "$line" 2>/dev/null | cmp -s - parts || echo whole
done
"$S2S" translate -q --no-copy-unknown --beam 1 -m "$m" 'I love music. I love music.' >two
cat two
