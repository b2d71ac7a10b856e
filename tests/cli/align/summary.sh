# What the summary is made from: one row, in every format.
export S2S_MODEL="$FIXTURE/many.safetensors"
"$S2S" align -q --of summary --csv "A dog." >out
cut -d , -f 1 out
sed 1d out | tr , '\n' | awk 'NR > 1 { s += $1 } END { printf "%.4f\n", s }'
"$S2S" align -q --of summary --json "A dog." | grep -o '"of":"summary".*"target":[^]]*]'
"$S2S" align -q --of summary --svg -o - "A dog." | sed -n 's/^<text class="c".*>\(1: source[^<]*\)<.*/\1/p'
"$S2S" align -q --of summary --words --eos drop --pharaoh "A dog." | wc -w
for kind in csv csv=long csv=excel tsv json pharaoh svg term; do
    printf 'A dog.\n\n' | "$S2S" align -q --of summary --$kind >out ||
        echo "$kind fails"
done
"$S2S" align -q --of summary --head 2 "A dog." 2>&1 || :
