# Control characters of data never reach a terminal raw, nor are they lost
# elsewhere; what is drawn for it keeps its own.
printf 'A \033[31mdog.\tUn \033]0;x\007chien\342\200\256.\n' >esc.tsv
script -qec '"$S2S" link --quiet --dictionary esc.tsv' /dev/null </dev/null | tr -d '\r'
"$S2S" link --quiet --dictionary esc.tsv | tail -n 1 | od -An -c | head -n 1
script -qec '"$S2S" align --quiet --color always -m "$FIXTURE/tiny.safetensors" "A dog."' \
    /dev/null </dev/null | grep -c "$(printf '\033')[[]"
