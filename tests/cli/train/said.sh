# What was chosen is said before the first update.
said() {
    "$S2S" train "$FIXTURE/train.tsv" --dev "$FIXTURE/test.tsv" --steps 1 --tune no \
        --force -m x.safetensors "$@" 2>&1 | sed -n 's/^\(units\|training\): //p'
}
said
said --tokens word --min-count 1 --schedule linear --warmup 7 --epochs 3 --hidden 8
