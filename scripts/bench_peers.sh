#!/bin/sh
# bench_peers.sh: training speed beside PyTorch's, as a Markdown table.
#
# The reference model of `s2s bench --train` and the same model in PyTorch
# (../shared/bench/torch_s2s.py: backward by hand, products over all time
# steps), run in turn A B A B; sentences of the same lengths; medians of all
# rounds, target tokens a second.  Only the ratio travels to other machines.
#
#   scripts/bench_peers.sh [options]
#     --install        apt-get install python3-torch and what it runs fast with
#     --rounds N       (7)
#     --updates N      that are timed in a round (12)
#     --threads "N.."  ("1 2")
#     --lens "NAME.."  ("short long")
#     --log FILE       appends what was measured; the table is of all of FILE
set -u
cd "$(dirname "$0")/.." || exit 2
S2S=${S2S:-./s2s} PYTHON=${PYTHON:-/usr/bin/python3}
PEER=${PEER:-../shared/bench/torch_s2s.py}
rounds=7 updates=12 threads='1 2' lens='short long' log='' install=''

usage() { sed -n '/^#   scripts/,/^set/s/^#  *//p' "$0" >&2; exit 2; }
while [ $# -gt 0 ]; do
    case $1 in
    --install) install=yes; shift; continue ;;
    --rounds | --updates | --threads | --lens | --log) [ $# -gt 1 ] || usage ;;
    *) usage ;;
    esac
    case $1 in
    --rounds) rounds=$2 ;;
    --updates) updates=$2 ;;
    --threads) threads=$2 ;;
    --lens) lens=$2 ;;
    --log) log=$2 ;;
    esac
    shift 2
done

tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM
log=${log:-$tmp/log}
root=''
[ "$(id -u)" = 0 ] || root=sudo
[ -f "$PEER" ] || { echo "skipped bench_peers: no $PEER"; exit 0; }
[ -z "$install" ] || $root apt-get install -y --no-install-recommends \
    python3-torch libopenblas0-openmp python3-numpy >&2 || exit 1
"$PYTHON" -c 'import torch' > /dev/null 2>&1 ||
    { echo "skipped bench_peers: $PYTHON has no torch (--install)"; exit 0; }
[ -x "$S2S" ] || { echo "bench_peers.sh: no program $S2S: make" >&2; exit 2; }

# ==== The two, each a line: NAME LENS THREADS TOKENS/S MB ====

run_s2s() {
    "$S2S" bench --train --json --lens "$1" --threads "$2" \
        --updates "$updates" > "$tmp/out" || exit 1
    field() { sed -n "s/.*\"$1\":\([0-9.]*\).*/\1/p" "$tmp/out"; }
    echo "s2s $1 $2 $(field tokens_per_second) $(field resident)" |
        awk '{ $5 /= 1e6; print }'
}

# What its README says: else its matrix products run at half their speed.
blas=$(echo /usr/lib/*/openblas-openmp)
grep -qs avx512f /proc/cpuinfo && export ATEN_CPU_CAPABILITY=avx512
run_torch() {
    env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE OMP_NUM_THREADS="$2" \
        LD_LIBRARY_PATH="$blas" "$PYTHON" "$PEER" --variant best \
        --lens "$1" --threads "$2" --steps "$updates" > "$tmp/out" || exit 1
    # its MB are 2^20 bytes
    sed "s/.*tgt tok\/s=\([0-9]*\).* rss=\([0-9]*\)MB.*/torch $1 $2 \1 \2/" \
        "$tmp/out" | awk '{ $5 *= 1.048576; print }'
}

round=0
while [ "$round" -lt "$rounds" ]; do
    for n in $threads; do
        for l in $lens; do
            run_s2s "$l" "$n"
            run_torch "$l" "$n"
        done
    done >> "$log"
    round=$((round + 1))
    echo "round $round of $rounds" >&2
done

# ==== The table ====

sort -k 2,2r -k 3,3n -k 1,1 -k 4,4n "$log" | awk '
function comma(x) {
    x = int(x + 0.5)
    return x < 1000 ? x : int(x / 1000) sprintf(",%03d", x % 1000)
}
function median(key,  m) {
    m = n[key]
    return (v[key, int((m + 1) / 2)] + v[key, int(m / 2) + 1]) / 2
}
BEGIN {
    print "| sentences | threads | s2s, tokens/s | PyTorch, tokens/s | " \
        "ratio | s2s, MB | PyTorch, MB |"
    print "|---|---|---|---|---|---|---|"
}
{
    row = $2 " " $3
    if (!(row in seen)) { seen[row] = 1; rows[++nrows] = row }
    key = $1 " " row
    v[key, ++n[key]] = $4
    if ($5 > mb[key]) mb[key] = $5
}
END {
    for (i = 1; i <= nrows; i++) {
        s = "s2s " rows[i]; t = "torch " rows[i]
        split(rows[i], w, " ")
        printf "| %s | %d | %s | %s | %.2f | %.0f | %.0f |\n", w[1], w[2],
            comma(median(s)), comma(median(t)), median(s) / median(t),
            mb[s], mb[t]
    }
    printf "\nTarget tokens a second, medians of %d rounds in turn; %s; " \
        "PyTorch %s.\n", n[s], processor, version
}' "processor=$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | uniq)" \
    "version=$("$PYTHON" -c 'import torch; print(torch.__version__)')" -
