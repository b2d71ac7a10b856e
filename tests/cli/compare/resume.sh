# Stopped by a signal, the same command goes on and ends on the same bytes;
# another configuration or corpus is not taken for the same.
mkdir whole
head -n 60 "$FIXTURE/train.tsv" >corpus.tsv
cp corpus.tsv whole/
tiny='--embed 16 --hidden 24 --attn-size 12 --bpe 100 --batch 4 --dropout 0 --threads 1 --beam 1 --seed 3'
(cd whole && "$S2S" compare corpus.tsv $tiny --steps 150 --score concat,dot -q >out)
"$S2S" compare corpus.tsv $tiny --steps 150 --score concat,dot >out 2>log & pid=$!
while [ ! -f corpus-score-concat.run/checkpoint.safetensors ]; do sleep 0.01; done
kill -TERM $pid
wait $pid || echo "exit $?"
grep 'stopped and saved' log
grep -c '"finished": 0' corpus-score-concat.run/twin.json
ls -d corpus-score-*.safetensors
"$S2S" compare corpus.tsv $tiny --steps 150 --score concat,dot >out 2>log
grep 'going on' log
for s in concat dot; do
    cmp corpus-score-$s.safetensors whole/corpus-score-$s.safetensors
done
sed '/^[a-z]*  *[0-9.]*  *[0-9.-]*  *[0-9.]* k /d' out >a # without the seconds
sed '/^[a-z]*  *[0-9.]*  *[0-9.-]*  *[0-9.]* k /d' whole/out | cmp - a
"$S2S" compare corpus.tsv $tiny --steps 151 --score concat,dot 2>&1 >out | grep -c 'going on'
"$S2S" compare corpus.tsv $tiny --steps 151 --score concat,dot --clip 2 -q 2>&1 || echo "exit $?"
sed '1s/$/ encore/' whole/corpus.tsv >corpus.tsv
"$S2S" compare corpus.tsv $tiny --steps 151 --score concat,dot -q || echo "exit $?"
"$S2S" compare corpus.tsv $tiny --steps 1 --score concat,dot -q --force >out
