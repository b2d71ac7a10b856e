# Forgetting made visible: how much of the first word is left at the first
# step, against the last word: little in a recurrence without attention, as
# much in the mean of a self-attention.
train() {
    "$S2S" train "$FIXTURE/train.tsv" -m "$1" --quiet --embed 16 --hidden 24 \
        --attn-size 12 --bpe 100 --batch 16 --steps 30 --dropout 0 \
        --dev "$FIXTURE/test.tsv" --focus none $2
    "$S2S" explain -q -m "$1" --gradient --step 1 --json \
        "A man is standing in front of a big house." |
        sed 's/.*"norm":\[//; s/\].*//' | tr ',' '\n' >norm
    awk '{ x[NR] = $1 } END { r = x[1] / x[NR]
        print (r < 0.2) ? "forgets" : (r > 0.5) ? "remembers" : "in between " r }' norm
}
train rnn.safetensors '--cell rnn --encoder uni'
train lstm.safetensors '--cell lstm --encoder uni'
train self.safetensors '--encoder self --summary mean'
