#!/bin/sh
# make check-torch: PyTorch as a second opinion (scripts/s2s_pytorch.py).
#
# Trains a tiny model for each row of every family, as `s2s info --kinds`
# names them, and for the ways in which the other options combine; then
# compares loss, every gradient (of the f64 build and of the release) and the
# greedy translations of each.  A row that is not written in PyTorch fails.
# Ends with "N passed, N failed".
#
#   PYTHON=/usr/bin/python3 scripts/check-torch.sh [ONLY]   ONLY=score-dot
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
f32=build/release/s2s
export OMP_NUM_THREADS=1 PYTHONDONTWRITEBYTECODE=1

for mode in release f64; do
    if ! $MAKE MODE=$mode B=build/$mode > "$tmp/out" 2>&1; then
        tail -n 20 "$tmp/out"; echo "0 passed, 1 failed"; exit 1
    fi
done

# ==== The models: a name, and the options behind it ====

# rnnsearch: with its own initial values v_a is nearly 0 and the gradient of
# W_a little but rounding

"$f32" info --kinds --json | "$PYTHON" -c '
import json, sys
kinds = json.load(sys.stdin)
for family in sys.argv[1:]:
    assert kinds[family], family
    for kind in kinds[family]:
        print(family + "-" + kind["name"], "--" + family, kind["name"])
' tokens cell encoder position summary score focus > "$tmp/models" || exit 1
cat >> "$tmp/models" << 'END'
layers --layers 2
layers3 --layers 3 --encoder uni --position sin --tie none
tie_none --tie none --smoothing 0
tie_all --tie all
word-dropout --word-dropout 0.5
guide --guide 0.7
lexicon --lexicon 0.001
lexicon-heads --lexicon 0.01 --guide 1 --score qk --heads 2 --attn-size 10
lexicon-local --lexicon 0.1 --focus local-p --bpe-dropout 0.1 --guide 0
lexicon-hard --lexicon 0.1 --focus hard
guide-heads --guide 2 --focus local-p --score qk --heads 2 --attn-size 10
heads2 --score qk --heads 2 --attn-size 10
heads4 --score qk --heads 4 --attn-size 12 --hidden 28 --attn-scale none
window1 --focus local-m --window 1 --layers 2
local-heads --focus local-p --window 2 --score qk --heads 2 --attn-size 10
gru --cell gru --layers 2 --encoder uni
cell-norm --cell-norm yes --layers 2
norm-gru --cell gru --cell-norm yes --encoder uni --bridge copy
norm-rnn --cell rnn --cell-norm yes --tie none
rnn --cell rnn --layers 2 --summary mean
enc-window --encoder window --enc-window 1 --layers 2 --position sin
bridge --encoder uni --bridge copy --layers 2
bridge-gru --encoder uni --bridge copy --cell gru --focus none
mlp1 --score mlp --mlp-layers 1
self-plain --encoder self --residual no --layer-norm no --position none
self-window --encoder self --enc-heads 2 --self-window 2 --layers 2
self-norm --encoder self --enc-heads 1 --residual no --hidden 20
selfrnn --encoder selfrnn --layers 2 --summary attention
maxout --readout maxout
previous --readout-state previous --layers 2
rnnsearch --preset rnnsearch --initial default --readout-size 14 --lr 1
rnnencdec --preset rnnencdec --readout-size 14 --lr 1
readout --readout-size 17 --tie none
hier-uni --encoder uni --summary hier --tokens word
hier-none --summary hier --focus none
gumbel --focus hard --hard-estimator gumbel
gumbel-heads --focus hard --hard-estimator gumbel --score qk --heads 2 --attn-size 10
hard-heads --focus hard --score qk --heads 2 --attn-size 10
END

# ==== Their text: every third source of two sentences ====

awk 'NR % 60 == 1' data/train.en-fr.tsv | awk -F'\t' '
    n++ % 4 == 2 { a = $1; b = $2; next }
    a != "" { $1 = a " " $1; $2 = b " " $2; a = "" }
    { print $1 "\t" $2 }' > "$tmp/corpus.tsv"
awk -F'\t' 'NR % 9 == 1 && split($1, w, " ") < 15 { print $1 }' \
    data/test.en-fr.tsv | head -n 16 > "$tmp/in"
# the e and its accent are two characters there
# shellcheck disable=SC1112  # text is text
printf '%b\n' 'Zoë saw 1234 cats, didn’t she? ☃ and ☃☃.' '' ' two  spaces ' \
    'Cafe\0314\0201, naïve, 日本語 U̧2: (x_1) “quoted”!' >> "$tmp/in"

# ==== Train, and say what s2s makes of each ====

# no two widths alike, and none a multiple of a vector: a matrix used the
# wrong way round, or a lane too many, shows
one() { # one PATH OPTION...: PATH.safetensors, its gradients, translations
    m=$1; shift
    "$f32" train "$tmp/corpus.tsv" -m "$m.safetensors" -q --threads 1 \
        --embed 20 --hidden 28 --attn-size 11 --bpe 300 --batch 16 \
        --steps 100 --lr 0.01 --average 0.9 --beam 1 --tune no "$@" || return 1
    # a row that is the default: its model is compared once
    if [ "$m" != "$tmp/default" ]; then
        cmp -s "$m.safetensors" "$tmp/default.safetensors" && return 0
    fi
    for mode in f64 release; do
        build/$mode/s2s gradcheck -m "$m.safetensors" -q \
            --dump "$m.$mode.gradients" "$tmp/corpus.tsv" &&
        build/$mode/s2s translate -m "$m.safetensors" --beam 1 \
            --no-copy-unknown --threads 1 -q < "$tmp/in" > "$m.$mode.out" &&
        paste "$tmp/in" "$m.$mode.out" > "$m.$mode.tsv" || return 1
    done
}

# half NUMBER: every other model, on one of two processors
half() {
    log=$tmp/log.$1
    set --
    [ "$log" != "$tmp/log.1" ] || [ -n "$only" ] ||
        for ending in safetensors f64.gradients release.gradients f64.tsv \
            release.tsv; do
            set -- "$@" "$tmp/default.$ending"
        done
    while read -r name options; do
        # shellcheck disable=SC2086  # options are words
        if one "$tmp/$name" $options > "$tmp/$name.log" 2>&1; then
            [ -e "$tmp/$name.release.tsv" ] || {
                echo "same    $name: the default model"; continue
            }
            for ending in safetensors f64.gradients release.gradients \
                f64.tsv release.tsv; do
                set -- "$@" "$tmp/$name.$ending"
            done
        else
            echo "FAILED  $name: no model"
            tail -n 4 "$tmp/$name.log"
        fi
    done > "$log"
    [ $# -eq 0 ] || "$PYTHON" "$peer" check "$@" >> "$log" 2>&1
}

grep -E "^${only:-.*} " "$tmp/models" > "$tmp/chosen"
models=$(wc -l < "$tmp/chosen")
if [ -z "$only" ]; then
    models=$((models + 1))
    one "$tmp/default" > "$tmp/default.log" 2>&1 || cat "$tmp/default.log"
fi
awk 'NR % 2' "$tmp/chosen" | half 1 &
awk 'NR % 2 == 0' "$tmp/chosen" | half 2
wait
cat "$tmp/log.1" "$tmp/log.2" | sed "s|$tmp/||" | tee "$tmp/log"

# ==== A checker is believed once it was seen to fail ====

planted() { # planted MODEL SED WHAT EXPECTED
    [ -e "$tmp/$1.f64.gradients" ] || return 0
    mkdir -p "$tmp/planted"
    cp scripts/s2s_*.py "$tmp/planted"
    sed "$2" scripts/s2s_rows.py > "$tmp/planted/s2s_rows.py"
    "$PYTHON" "$tmp/planted/s2s_pytorch.py" check \
        "$tmp/$1.safetensors" "$tmp/$1.f64.gradients" > "$tmp/out" 2>&1
    if [ $? -eq 1 ] && grep -q "$4" "$tmp/out"; then
        echo "ok      planted: $3 is noticed"
    else
        echo "FAILED  planted: $3 is not noticed"
    fi >> "$tmp/plants"
}

: > "$tmp/plants"
planted default 's/i, f, g, o = /f, i, g, o = /' \
    'another order of gates' 'WRONG: grad.decoder.U '
planted cell-gru 's/return (1 - z) \* h/return (1 + z) * h/' \
    'another sign' 'WRONG: loss '
planted lexicon 's/alpha.mean(0) + c/alpha.mean(0) + 2 * c/' \
    'another eps of the lexicon' 'WRONG: grad.attention.v_a '
planted score-dot 's/^@row("score", "dot")/@row("score", "gone")/' \
    'a row that is not written' 'no oracle for score dot'
if "$PYTHON" scripts/check_safetensors.py "$tmp"/*.safetensors \
    > "$tmp/out" 2>&1; then
    echo "ok      $(wc -l < "$tmp/out") files are safetensors"
else
    echo "FAILED  not safetensors:"; grep FAILED "$tmp/out"
fi >> "$tmp/plants"
cat "$tmp/plants"
passed=$(grep -c '^ok ' "$tmp/log" "$tmp/plants" |
    awk -F: '{ n += $2 } END { print n }')
failed=$(grep -c '^FAILED ' "$tmp/log" "$tmp/plants" |
    awk -F: '{ n += $2 } END { print n }')
missing=$(((models - $(grep -c '^same' "$tmp/log")) * 4 - \
    $(grep -c -E '^(ok|FAILED) ' "$tmp/log")))
if [ "$missing" -gt 0 ] && [ "$failed" -eq 0 ]; then
    tail -n 5 "$tmp/log"
    echo "FAILED  $missing comparisons were not made"; failed=$missing
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
