# scripts/results.sh: rows, one run end to end, its line, its table; a second
# call leaves it alone.
export S2S_RESULTS="$PWD/results.jsonl" S2S_WORK="$PWD/work" S2S_DATA="$PWD/nowhere"
results="$S2S_ROOT/scripts/results.sh"
sh "$results" list | grep '^bundled-scores\|^joined\|^hansards ' |
    sed 's,no .*/nowhere,no nowhere,'
sh "$results" run joined | sed 's,no .*/nowhere,no nowhere,'
sh "$results" run test-tiny 2>log
sh "$results" run test-tiny
sh "$results" list | grep tiny
grep -c '^{"name":"test-tiny","command":"s2s compare tiny.tsv .*,"figures":{.*"twins":.*}$' results.jsonl
ls
sh "$results" table
sh "$results" run nothing || echo "exit $?"
