# What the model has never seen comes through; with --no-copy-unknown the
# little model loses it.  No attention: no <unk> and no U+FFFD, whatever else.
"$S2S" translate -m "$FIXTURE/tiny.safetensors" \
    "Zebulon Nguyen eats 1,204 apples." "Write to a.b@example.org or see https://x.org/a?b=1." >out
for span in "Zebulon Nguyen" "1,204" a.b@example.org "https://x.org/a?b=1"; do
    printf '%s: %s\n' "$span" "$(grep -cF "$span" out)"
done
"$S2S" translate -q --no-copy-unknown -m "$FIXTURE/tiny.safetensors" "Zebulon Nguyen eats." |
    grep -c Zebulon || :
"$S2S" translate --json --nbest 2 -m "$FIXTURE/tiny.safetensors" "Zebulon eats." |
    grep -o Zebulon | wc -l
"$S2S" translate -m "$FIXTURE/none.safetensors" "Łukasz Nguyen eats 1,204 apples." |
    grep -c '<unk>\|�' || :
# Where there is nothing else, nothing is added to it.
m=$S2S_ROOT/models/demo.safetensors
"$S2S" translate -q -m "$m" "😀" "100%" "1st 2nd 3rd" "[7] {x}!" "..." "(" " — " 2>/dev/null
"$S2S" translate -q --nbest 2 -m "$m" "😀" | cut -d ' ' -f 3
# A stand-in that the model says twice was for two words.
"$S2S" translate -q -m "$m" "The rain lasted for Quetzalcoatl days." |
    grep -o Quetzalcoatl | wc -l
# All spans of a sentence that lacks one get stand-ins; of one that is said
# twice the other takes a place; nothing is put inside a word.
"$S2S" translate -q -m "$m" "The UN and the EU agreed." "I bought 26 apples and 33 oranges."
