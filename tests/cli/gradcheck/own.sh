# What was read is not written over.
cp "$FIXTURE/tiny.safetensors" m.safetensors
cp "$FIXTURE/test.tsv" c.tsv
printf 'bleu\t40\n' >n.tsv
for file in m.safetensors c.tsv; do
    "$S2S" gradcheck -q -m m.safetensors --dump $file c.tsv || echo "exit $?"
done
"$S2S" convert -q -m m.safetensors --precision bf16 --notes n.tsv -o n.tsv --force ||
    echo "exit $?"
"$S2S" train c.tsv --dev "$FIXTURE/train.tsv" -q --embed 8 --hidden 8 --attn-size 8 --steps 1 -m c.tsv --force ||
    echo "exit $?"
cmp c.tsv "$FIXTURE/test.tsv"
cmp m.safetensors "$FIXTURE/tiny.safetensors"
cat n.tsv
