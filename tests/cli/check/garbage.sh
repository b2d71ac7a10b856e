# Bytes of all kinds end in a report or an error, never in a crash, and never
# reach the terminal raw.
try() {
    status=0
    "$S2S" check "$1" --lines 50 >out 2>&1 || status=$?
    [ $status -le 3 ] || { echo "$1: exit $status"; cat out; }
    ! LC_ALL=C grep -q "$(printf '[\001-\010\013-\037\177]')" out ||
        echo "$1: raw control characters"
}
for seed in 1 2 3 4 5 6 7 8 9 10; do
    LC_ALL=C awk -v seed=$seed 'BEGIN { srand(seed)
        for (n = 0; n < 3000; n++)
            printf "%c", rand() < 0.1 ? 9 + int(rand() * 2) : 1 + int(rand() * 255)
    }' >random.$seed
    try random.$seed
    # the same without what is not UTF-8, so that all lines count
    LC_ALL=C tr '\200-\377' '\001-\177' <random.$seed >ascii.$seed
    try ascii.$seed
done
{ printf 'a\tb\n'; head -c 100000 /dev/zero | tr '\0' x; printf '\t\303\244\n'; } >long.tsv
try long.tsv
try "$S2S"
try "$FIXTURE/tiny.safetensors"
echo done
