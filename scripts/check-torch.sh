#!/bin/sh
# make check-torch: PyTorch as a second opinion (scripts/s2s_pytorch.py).
#
# Trains tiny models, one for each way that the parts can differ, and compares
# loss, every gradient (of the f64 build and of the release) and 20 greedy
# translations of each.  Ends with "N passed, N failed".
#
#   PYTHON=/usr/bin/python3 scripts/check-torch.sh [ONLY]   ONLY=dot: that model
set -u
cd "$(dirname "$0")/.." || exit 2
PYTHON=${PYTHON:-/usr/bin/python3} MAKE=${MAKE:-make}
only=${1:-}
unset MAKEFLAGS MAKELEVEL MODE S2S_ISA S2S_MODEL
if ! "$PYTHON" -c 'import torch, numpy' 2> /dev/null; then
    echo "skipped check-torch: $PYTHON has no torch (Debian: python3-torch)"
    echo "0 passed, 0 failed"
    exit 0
fi
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM
peer=scripts/s2s_pytorch.py
f64=build/f64/s2s f32=build/release/s2s
export OMP_NUM_THREADS=1
passed=0 failed=0

result() { # result STATUS NAME
    if [ "$1" -eq 0 ]; then
        passed=$((passed + 1)); echo "ok      $2"
    else
        failed=$((failed + 1)); echo "FAILED  $2"
    fi
}

# model NAME OPTION...: one model, its gradients and its translations
model() {
    name=$1; shift
    m=$tmp/$name.safetensors
    [ -z "$only" ] || [ "$only" = "$name" ] || return 0
    # no two widths alike, and none a multiple of a vector: a matrix used the
    # wrong way round, or a lane too many, shows
    if ! "$f32" train "$tmp/corpus.tsv" -m "$m" -q --threads 1 \
        --embed 20 --hidden 26 --attn-size 11 --bpe 300 --batch 16 \
        --steps 100 --lr 0.01 --average 0.9 "$@" > "$tmp/out" 2>&1; then
        result 1 "$name: train"; cat "$tmp/out"; return
    fi
    for p in "$f64" "$f32"; do
        "$p" gradcheck -m "$m" --dump "$m.grad" -q "$tmp/corpus.tsv" \
            > "$tmp/out" 2>&1 &&
            "$PYTHON" "$peer" check "$m" "$m.grad" > "$tmp/out" 2>&1
        result $? "$name: $p: $(head -n 1 "$tmp/out")"
        sed 1d "$tmp/out"
    done
    "$PYTHON" "$peer" translate "$m" < "$tmp/in" > "$tmp/ours" 2>&1
    for p in "$f64" "$f32"; do
        "$p" translate -m "$m" --beam 1 --threads 1 -q < "$tmp/in" \
            > "$tmp/theirs" 2>&1
        diff "$tmp/theirs" "$tmp/ours" > "$tmp/out"
        result $? "$name: $p: $(sort -u "$tmp/theirs" | wc -l)$all"
        head -n 6 "$tmp/out" | cut -c 1-200
    done
}

for mode in release f64; do
    if ! $MAKE MODE=$mode > "$tmp/out" 2>&1; then
        tail -n 20 "$tmp/out"; echo "0 passed, 1 failed"; exit 1
    fi
done
awk 'NR % 60 == 1' data/train.en-fr.tsv > "$tmp/corpus.tsv"
awk -F'\t' 'NR % 9 == 1 && split($1, w, " ") < 15 { print $1 }' \
    data/test.en-fr.tsv | head -n 16 > "$tmp/in"
# the e and its accent are two characters there
printf '%b\n' 'Zoë saw 1234 cats, didn’t she? ☃ and ☃☃.' '' ' two  spaces ' \
    'Cafe\0314\0201, naïve, 日本語 U̧2: (x_1) “quoted”!' >> "$tmp/in"
all=" different among $(wc -l < "$tmp/in") translations"

model default
model none --focus none
model uniform --focus uniform --position sin
model dot --score dot
model uni --encoder uni --summary mean
model layers --layers 2
model layers3 --layers 3 --encoder uni --position sin --tie none
model tie_none --tie none --smoothing 0
model tie_all --tie all
model word --tokens word
model char --tokens char

# A checker is believed once it was seen to fail.
if [ -z "$only" ] || [ "$only" = default ]; then
    m=$tmp/default.safetensors peer=$tmp/swapped.py
    sed 's/i, f, g, o = /f, i, g, o = /' scripts/s2s_pytorch.py > "$peer"
    "$PYTHON" "$peer" check "$m" "$m.grad" > "$tmp/out" 2>&1
    [ $? -eq 1 ] && grep -q 'WRONG: grad.decoder.U ' "$tmp/out"
    result $? "planted: gates i and f swapped are noticed"
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
