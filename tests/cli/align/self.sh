# What each source token looks at inside the encoder: two heads and their
# mean, rows that sum to 1, in every format.
export S2S_MODEL="$FIXTURE/many.safetensors"
"$S2S" align -q --of self --head all --csv=long "A dog." >long
head -n 1 long
awk -F , 'NR > 1 { s[$7 " " $2] += $6; n++ } END { print n
    for (k in s) if (s[k] < 0.9999 || s[k] > 1.0001) print k, s[k] }' long
"$S2S" align -q --of self --head 2 --csv=long "A dog." >two
awk -F , '$7 == 2' OFS=, long | cut -d , -f 1-6 >part
sed 1d two | cmp - part
"$S2S" align -q --of self --csv=long "A dog." | awk -F , '
    NR > FNR && FNR > 1 { d = $6 - (sum[$2, $3] / 2)
        if (d > 1e-6 || d < -1e-6) print "mean", $0 }
    NR == FNR { sum[$2, $3] += $6 }' long -
"$S2S" align -q --of self --head all --json "A dog." | grep -o '"of":"self","head":[0-9]'
"$S2S" align -q --of self --head all --svg -o - "A dog." | grep -o '[0-9], head[^<]*'
"$S2S" align -q --of self --head all "A dog." | grep head
"$S2S" align -q --of self --head all --eos drop --words --tsv "A dog." | cut -f 1
for kind in csv csv=long csv=excel tsv json pharaoh svg term; do
    printf 'A dog.\n\n' | "$S2S" align -q --of self --head all --$kind >out ||
        echo "$kind fails"
done
# The decoder's two heads, of its own translation and of one given.
"$S2S" align -q --head all --pharaoh "A dog." "Un chien." | wc -l
"$S2S" align -q --head all --pharaoh "A dog." | wc -l
"$S2S" align -q --head 3 "A dog." 2>&1 || :
"$S2S" align -q --of self --head 3 "A dog." 2>&1 || :
