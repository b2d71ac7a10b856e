# Of text that is not UTF-8 the first lines are named, the others counted.
export S2S_MODEL="$FIXTURE/tiny.safetensors"
for n in 3 4 9; do
    echo "$n lines"
    yes "$(printf 'caf\351')" | head -n $n >latin
    "$S2S" bleu latin latin 2>&1 >/dev/null
done
"$S2S" vocab encode -q latin 2>&1 >/dev/null
yes "$(printf 'caf\351')" | head -n 2000 | "$S2S" vocab encode -q 2>&1 >/dev/null
