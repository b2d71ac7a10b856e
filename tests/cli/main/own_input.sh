# What a command reads it does not write over.
cp "$FIXTURE/tiny.safetensors" m.safetensors
cp "$FIXTURE/test.tsv" t.tsv
ln m.safetensors link.safetensors
refused() { "$S2S" "$@" -q -m m.safetensors >out 2>words && echo "not refused" || echo "exit $?: $(head -n 1 words)"; }
refused translate -o m.safetensors "A dog."
refused align -o link.safetensors "A dog."
refused eval --resamples 10 --report m.safetensors t.tsv
refused eval --resamples 10 --hyp t.tsv t.tsv
refused report --test t.tsv -o m.safetensors
cmp m.safetensors "$FIXTURE/tiny.safetensors"
cmp t.tsv "$FIXTURE/test.tsv"
refused vocab encode t.tsv -o t.tsv
cmp t.tsv "$FIXTURE/test.tsv"
