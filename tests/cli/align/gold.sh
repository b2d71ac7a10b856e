# Of a model alone the forward row, which is that of both without the rest.
cut -f 1,2 "$FIXTURE/test.tsv" >text.tsv
sed 's/.*/0-0 1?1/' text.tsv >text.align
"$S2S" align -m "$FIXTURE/tiny.safetensors" --gold text.align --gold-text text.tsv >one
"$S2S" align -m "$FIXTURE/tiny.safetensors" --gold text.align --gold-text text.tsv \
    --backward "$FIXTURE/tiny.safetensors" >both
head -n 2 both | cmp - one
awk '{ print $1, NF }' both
