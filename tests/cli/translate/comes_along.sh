# The model that comes with s2s is the last choice, however new it is.
mkdir models
cp "$FIXTURE/none.safetensors" mine.safetensors
touch -d '2001-01-01' mine.safetensors
printf 'description\tnonsense\nattribution\tnobody\n' >notes.tsv
"$S2S" convert -q -m "$FIXTURE/tiny.safetensors" --precision int8 --notes notes.tsv \
    -o models/demo.safetensors
"$S2S" translate 'Hello.' >mine
rm mine.safetensors
"$S2S" translate 'Hello.' >ours
"$S2S" translate -q 'Hello.' | cmp - ours
"$S2S" translate -m models/demo.safetensors 'Hello.' | cmp - ours
