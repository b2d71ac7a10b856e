# A signal ends the queue; what was trained is kept, and it goes on there.
export S2S_RESULTS="$PWD/results.jsonl" S2S_WORK="$PWD/work"
results="$S2S_ROOT/scripts/results.sh"
sh "$results" run test-stop >out 2>log & pid=$!
while [ ! -f work/test-stop/tiny-concat.run/checkpoint.safetensors ]; do sleep 0.01; done
kill -TERM $pid
wait $pid || echo "exit $?"
tail -n 1 out
grep -c 'stopped and saved' log
[ ! -f results.jsonl ] && sh "$results" list | grep stop
sh "$results" run test-stop 2>log
grep 'trained already\|going on' log | sed 's,.*/,,'
wc -l <results.jsonl
