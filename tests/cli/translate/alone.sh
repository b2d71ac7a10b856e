# A file gives what its lines give one by one: lengths in any order, empty
# lines, more lines than are read at a time, one that is cut, bytes that are
# not UTF-8, several widths of the beam.
export S2S_MODEL="$FIXTURE/tiny.safetensors"
cut -f 1 "$FIXTURE/train.tsv" | awk '{ for (i = 1; i <= NF; i++) w[++n] = $i }
    END { for (i = 1; i <= 540; i++) {
        s = ""
        for (k = i % 9 ? i % 4 : 15; k > 0; k--) s = s w[(i * 37 + k) % n + 1] " "
        print s } }' >many
printf 'A \377 cat.\n\n \nno end' >>many
few='NR % 270 == 1 || NR > 540'
for beam in 1 3; do
    "$S2S" translate -q --json --beam $beam <many | awk "$few" >some
    awk "$few" many | while IFS= read -r line || [ -n "$line" ]; do
        printf '%s\n' "$line" | "$S2S" translate -q --json --beam $beam
    done | cmp - some
    wc -l <some
done
# The order is that of the lines: backwards in, backwards out.
"$S2S" translate -q --beam 1 <many >forth
{ cat many; echo; } | tac | "$S2S" translate -q --beam 1 | tac | cmp -n 4000 - forth
awk "$few" many >short
"$S2S" translate -q --threads 3 --nbest 3 <short >three
"$S2S" translate -q --threads 1 --nbest 3 <short | cmp - three
# Beside one that is cut, the others are what they are.
{ sed -n 2,4p many; awk 'BEGIN { for (i = 0; i < 1050; i++) printf "a dog " }'; echo
    sed -n 5,7p many; } | "$S2S" translate -q --beam 1 | sed 4d >out
sed -n 2,7p forth | cmp - out
