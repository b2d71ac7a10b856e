# The sines by their formula, a model's own, and their picture.
"$S2S" info --positions --rows 3 --width 4
"$S2S" info --positions --json --rows 2 --width 2
"$S2S" info --positions --svg --rows 7 --width 5 -o p.svg
grep -c 'p_6\[[0-4]\] = ' p.svg
grep -o 'p_[0-9]*\[' p.svg | wc -l
grep -o '<title>p_1\[0\][^<]*' p.svg
# A model's: as wide as its embeddings, sines again; 300 of them are there.
"$S2S" info -q --positions --rows 300 "$FIXTURE/many.safetensors" >own
sed -n '1p;$p' own | cut -c 1-50
"$S2S" info --positions --rows 300 --width 16 | cmp - own
