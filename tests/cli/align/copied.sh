# The rows are the translation that `translate` gives, names and numbers put in; a
# target that is given keeps its words, known or not.
m="$FIXTURE/tiny.safetensors"
"$S2S" translate -q -m "$m" "Zebulon eats 1,204 apples." >translation
"$S2S" align -q -m "$m" --words --eos drop --tsv "Zebulon eats 1,204 apples." >matrix
cut -f 1 matrix | tail -n +2 | tr '\n' ' ' | sed 's/ $/\n/' | cmp - translation
"$S2S" align -q -m "$m" --words --eos drop --tsv "A dog." "Ⅷ 音乐 😀." | cut -f 1
"$S2S" explain -q -m "$m" --json "A dog." "音乐." | grep -c '<unk>' || :
