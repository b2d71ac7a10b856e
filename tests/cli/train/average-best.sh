# --average-best: the mean of the best checks is taken or left, and it says which, the same
# for any threads; --dropout-kind: another model, and right gradients.
head -n 60 "$FIXTURE/train.tsv" > corpus.tsv
try() {
    name=$1; shift
    "$S2S" train corpus.tsv -m "$name.safetensors" --embed 8 --hidden 8 --attn-size 8 \
        --batch 1 --bpe 100 --min-count 1 --lr 0.01 --average 0 --tune no "$@" 2>log
}
try mean --steps 410 --average-best 3 --threads 1
sed -n 's/^\(mean of the 3 best checks\): .*; \(.*\)/\1; \2/p' log
try threads --steps 410 --average-best 3 --threads 3
cmp mean.safetensors threads.safetensors
"$S2S" info mean.safetensors | grep average-best
try plain --steps 20
try masks --steps 20 --dropout-kind variational
cmp -s plain.safetensors masks.safetensors || echo another model
"$S2S" gradcheck -q --dropout-kind variational --dropout 0.4 >table
grep -c WRONG table || true
