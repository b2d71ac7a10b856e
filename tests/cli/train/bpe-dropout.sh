# BPE-dropout: text is cut anew in each epoch, for any threads and after
# --resume to the same bytes; how a translation is cut is not touched.
head -n 60 "$FIXTURE/train.tsv" > corpus.tsv
try() {
    name=$1; shift
    "$S2S" train corpus.tsv -m "$name.safetensors" --embed 8 --hidden 8 \
        --attn-size 8 --batch 16 --bpe 100 --min-count 1 -q "$@"
}
try plain --steps 9
try whole --bpe-dropout 0.3 --steps 9 --threads 1
try threads --bpe-dropout 0.3 --steps 9 --threads 2
try halves --bpe-dropout 0.3 --steps 5
"$S2S" train corpus.tsv -m halves.safetensors --resume --steps 9 -q
cmp whole.safetensors threads.safetensors
cmp whole.safetensors halves.safetensors
cmp -s plain.safetensors whole.safetensors || echo another model
"$S2S" info whole.safetensors | grep bpe-dropout
cut -f 1 corpus.tsv > text
for i in 1 2; do
    "$S2S" vocab encode -m whole.safetensors < text > "units$i"
done
cmp units1 units2
try links --bpe-dropout 0.3 --guide 1 --steps 1 2>&1 || echo "$?"
