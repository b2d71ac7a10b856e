# A word that came only later is no name to be copied: it was seen, too.  The
# lengths are those of the text that was learnt last.
i=0
while [ $i -lt 60 ]; do
    i=$((i + 1))
    printf 'The cat sees Foo %s.\tLe chat voit Bar %s.\n' $i $i
done >more.tsv
train() { "$S2S" train more.tsv --dev "$FIXTURE/test.tsv" -q --init "$@"; }
base=$FIXTURE/tiny.safetensors
train "$base" --steps 1 -m one.safetensors
train one.safetensors --steps 1 -m two.safetensors
for name in "$base" one.safetensors two.safetensors; do
    echo "$(echo 'The cat sees Foo.' | "$S2S" translate -q -m "$name" | \
        grep -c Foo) $("$S2S" info "$name" | grep 'trained on')"
done
