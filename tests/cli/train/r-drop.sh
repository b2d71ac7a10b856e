# --r-drop: what it says; another model, the same bits for any threads, stopped and
# gone on; where nothing is dropped the two passes agree, and it is worth nothing.
head -n 60 "$FIXTURE/train.tsv" > corpus.tsv
try() {
    name=$1; shift
    "$S2S" train corpus.tsv -m "$name.safetensors" --embed 8 --hidden 8 --attn-size 8 \
        --batch 16 --bpe 100 --min-count 1 "$@" 2>log
}
try once --steps 6 --threads 1
try twice --r-drop 2 --steps 6 --threads 1
grep -o 'R-Drop 2' log
try threads --r-drop 2 --steps 6 --threads 3
try halves --r-drop 2 --steps 4
try halves --resume --steps 6
cmp twice.safetensors threads.safetensors
cmp twice.safetensors halves.safetensors
cmp -s once.safetensors twice.safetensors || echo another model
"$S2S" info twice.safetensors | grep r-drop
"$S2S" gradcheck -q --r-drop 3 --dropout 0.4 >table
grep -c WRONG table || true
for a in 0 2; do
    try "still$a" --dropout 0 --r-drop "$a" --steps 6
done
cmp still0.run/log.jsonl still2.run/log.jsonl
