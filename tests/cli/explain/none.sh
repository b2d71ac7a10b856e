# Without attention: the same context at every step.
"$S2S" explain -q -m "$FIXTURE/none.safetensors" "A dog." "Un chien." >out
sed -n 1,3p out
grep 'no attention' out | uniq | wc -l
grep -c 'no attention' out
grep -c 'alpha_ij  ' out || :
"$S2S" explain -q -m "$FIXTURE/none.safetensors" --vectors "A dog." "Un chien." >out
grep -c '^  [ekq]_' out || :
