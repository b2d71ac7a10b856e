# A model that does not know the letters of the text is no beginning for it.
awk -F '\t' 'BEGIN { OFS = "\t" } NR <= 60 { gsub(/[a-z]/, "я", $2); print }' "$FIXTURE/train.tsv" >ru.tsv
"$S2S" train ru.tsv --init "$FIXTURE/tiny.safetensors" -m ru.safetensors --steps 2 -q 2>&1 | sed 's,/[^ ]*/,,'
head -n 60 "$FIXTURE/train.tsv" >fr.tsv
"$S2S" train fr.tsv --init "$FIXTURE/tiny.safetensors" -m fr.safetensors --steps 2 -q
