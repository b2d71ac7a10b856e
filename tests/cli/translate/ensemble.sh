# Twice the same model is that model; three are the same on any number of
# threads, and in score; other units are refused.
one() { "$S2S" "$@" -m "$FIXTURE/tiny.safetensors"; }
one translate --json "A dog." >one
one translate --json -m "$FIXTURE/tiny.safetensors" "A dog." | cmp - one && echo same
three() { one "$@" -m "$FIXTURE/none.safetensors" -m "$FIXTURE/many.safetensors"; }
three translate --json --threads 1 "A dog." "The man reads." >a
three translate --json --threads 3 "A dog." "The man reads." >b
cmp a b && echo same
printf 'A dog.\tUn chien.\n' >pair
one score -q pair >a
one score -q -m "$FIXTURE/tiny.safetensors" pair | cmp - a && echo same
three align --csv "A dog." "Un chien." | wc -l
head -n 40 "$FIXTURE/train.tsv" | "$S2S" train /dev/stdin -q --steps 1 --embed 8 --hidden 8 \
    --attn-size 8 -m other.safetensors
one translate -m other.safetensors "A dog."
