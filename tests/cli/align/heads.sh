# Each head in turn; with one head that is the mean, but for its name.
export S2S_MODEL="$FIXTURE/tiny.safetensors"
"$S2S" align -q --head all --csv=long "A dog." "Un chien." >all
"$S2S" align -q --csv=long "A dog." "Un chien." >mean
head -n 1 all
sed 's/,[^,]*$//' all | cmp - mean
"$S2S" align -q --head 1 --json "A dog." | grep -o '"head":1'
"$S2S" align -q --head all --svg -o - "A dog." | grep -o 'head 1'
"$S2S" align -q --head 1 "A dog." | sed -n 1p
# A translation is the same whichever head is shown.
"$S2S" align -q --json "A dog." >mean
"$S2S" align -q --head 1 --json "A dog." | sed 's/"head":1,//' | cmp - mean
