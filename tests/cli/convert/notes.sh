# Notes are kept, by another conversion and by the attribution's licence when
# the model is trained further; what is no note is refused.
base=$FIXTURE/tiny.safetensors
to() { "$S2S" convert -q -m "$1" --precision "$2" -o "$3" --notes "$4"; }
printf 'attribution\tTatoeba, "CC BY"\nbleu\t40\n' >notes.tsv
printf 'bleu\t39 \033[31m\n' >later.tsv
to "$base" int8 small.safetensors notes.tsv
to small.safetensors bf16 half.safetensors later.tsv
"$S2S" info half.safetensors | grep -A 2 '^notes' | cat -v
"$S2S" info --json half.safetensors | grep -o '"notes".*"config"' || "$S2S" info --json half.safetensors | grep '"notes"'
"$S2S" train "$FIXTURE/test.tsv" --dev "$FIXTURE/train.tsv" -q --init half.safetensors \
    --steps 1 -m more.safetensors
"$S2S" info more.safetensors | sed -n '/^notes/,/^$/p'
no() { printf "$1" >no.tsv; to "$base" int8 no.safetensors no.tsv >&2 || echo $?; }
no 'Attribution\tx\n'
no 'attribution x\n'
no 'format\tx\n'
no 'a\tx\na\ty\n'
no 'a\t\377\n'
to "$base" int8 no.safetensors gone.tsv || echo $?

# Of themselves they change nothing else.
looks() {
    "$S2S" info "$1" | grep '^[a-z]*[.]'
    "$S2S" translate -q -m "$1" --json 'The cat sees Foo.'
}
for from in "$base" small.safetensors; do
    "$S2S" convert -m "$from" -o noted.safetensors --force --notes later.tsv 2>&1 | grep -o ': [a-z0-9]*,'
    "$S2S" info noted.safetensors | grep -o '^  bleu: 39'
    looks "$from" >as-it-was
    looks noted.safetensors | cmp - as-it-was
done
cp "$base" plain.safetensors
"$S2S" convert -q -m plain.safetensors --precision fp32 -o noted.safetensors --force || echo $?
