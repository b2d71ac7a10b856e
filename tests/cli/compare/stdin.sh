# Texts that are read once for each twin cannot come from stdin, and stdin is
# read once by whatever command.
T="--embed 8 --hidden 8 --attn-size 8 --bpe 50 --steps 2 --beam 1 -q"
"$S2S" compare - $T <"$FIXTURE/train.tsv" 2>&1 || echo "exit $?"
"$S2S" compare "$FIXTURE/train.tsv" --dev - $T <"$FIXTURE/test.tsv" 2>&1 || echo "exit $?"
"$S2S" train - --dev - $T <"$FIXTURE/train.tsv" 2>&1 || echo "exit $?"
ls
# What train has made is not written over; the hint is of what compare has.
cp "$FIXTURE/train.tsv" c.tsv
"$S2S" train c.tsv $T -m c-none.safetensors
rm -r c-none.run
"$S2S" compare c.tsv $T --attention none,concat 2>&1 || echo "exit $?"
