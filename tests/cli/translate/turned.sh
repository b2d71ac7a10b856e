# A warning, once, for text in the language that the model translates into.
m=$S2S_ROOT/models/demo.safetensors
"$S2S" translate -q --beam 1 -m "$m" 'Je ne parle pas anglais.' >french
printf 'I do not know.\nPeople say so.\n' | "$S2S" translate -q --beam 1 -m "$m" >english
cut -f 2 "$FIXTURE/test.tsv" | "$S2S" translate -q --beam 1 -m "$m" >french
cut -f 1 "$FIXTURE/test.tsv" | "$S2S" translate -q --beam 1 -m "$m" >english
