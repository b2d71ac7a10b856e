# A dev part of less than 100 pairs chooses no ranking.
for n in 99 100; do
    head -n "$n" "$S2S_ROOT/data/dev.en-fr.tsv" >dev.tsv
    "$S2S" train "$FIXTURE/train.tsv" --dev dev.tsv --hidden 8 --embed 8 --steps 1 --beam 2 \
        --force -m x.safetensors 2>&1 | sed -n 's/^search: .* of \([0-9]* dev\).*/\1/p'
done
