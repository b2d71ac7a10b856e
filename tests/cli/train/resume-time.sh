# Stopped before the time has become a number of updates, it is said again.
"$S2S" train --quiet "$FIXTURE/train.tsv" --dev "$FIXTURE/test.tsv" -m m.safetensors --hidden 256 \
    --embed 64 --batch 64 --time 1h 2>said & pid=$!
while [ ! -s m.run/log.jsonl ]; do sleep 0.02; done
kill -INT $pid
wait $pid || echo "exit $?"
sed 's/.*train .*train.tsv --dev .*test.tsv/train/' said
