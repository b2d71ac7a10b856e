"$S2S" gradcheck -q -m "$FIXTURE/tiny.safetensors" --dump a "$FIXTURE/test.tsv"
"$S2S" gradcheck -q --threads 1 -m "$FIXTURE/tiny.safetensors" --dump b "$FIXTURE/test.tsv"
cmp a b
grep -a -o '"grad.attention.v_a":{[^}]*}' a | cut -c 1-40
grep -a -o '{"source":\[\[' a
