#!/bin/sh
# samebits.sh [quick|full]: the same corpus, options and seed give the same
# model file, byte for byte, whatever the threads, the instruction set, the
# compiler and its optimisation; and translations do not depend on these, nor
# on what they are translated together with.
#
# quick takes some seconds; full also builds with clang and without
# optimisation (in a directory of its own; CLANG_S2S=, DEBUG_S2S= take
# programs that are there already).
set -u
cd "$(dirname "$0")/.." || exit 1
. tests/proof.sh
mode=${1:-quick}

# Short sentences, as the plain kernels (ref) are slow; the long ones in full.
awk 'length < 60' "$S2S_ROOT/data/train.en-fr.tsv" | head -n 400 >corpus.tsv
awk 'length < 80' "$S2S_ROOT/data/dev.en-fr.tsv" | head -n 100 >dev100.tsv
cut -f 1 dev100.tsv >text.txt
head -n 8 dev100.tsv >dev.tsv
isas=$("$S2S" doctor 2>/dev/null | sed -n 's/^[ *]*\([a-z0-9]*\)  *same bits$/\1/p')
[ "$isas" ] || bad "s2s doctor names no kernels"
best=$(echo "$isas" | head -n 1)

# train NAME PROGRAM OPTIONS...: the model NAME.safetensors
train() {
    name=$1 program=$2; shift 2
    rm -rf "$name.safetensors" "$name.run"
    "$program" train corpus.tsv --dev dev.tsv -m "$name.safetensors" \
        --bpe 400 --min-count 1 "$@" -q >log 2>&1 || { echo "train $*:"; cat log; }
}

# alike WORD PROGRAM OPTIONS...: gives the bytes of base.safetensors
alike() {
    word=$1 program=$2; shift 2
    train other "$program" "$@"
    same "$set: $word" base.safetensors other.safetensors
    cmp -s base.run/log.jsonl other.run/log.jsonl || bad "$set: $word: logs"
}

# variants THREADS OPTIONS...: one model on one thread, and all that must be
# the same; THREADS is a list
variants() {
    threads=$1; shift
    set="$*"
    train base "$S2S" "$@" --threads 1
    for t in $threads; do
        alike "$t threads" "$S2S" "$@" --threads "$t"
    done
    for isa in $isas; do
        [ "$isa" != "$best" ] || continue
        S2S_ISA=$isa; export S2S_ISA
        alike "$isa" "$S2S" "$@" --threads 1
        unset S2S_ISA
    done
    for program in $others; do
        alike "$program" "$program" "$@" --threads 1
    done
}

others=
if [ "$mode" = full ]; then
    debug=${DEBUG_S2S:-$tmp/debug/s2s} clang=${CLANG_S2S:-$tmp/clang/s2s}
    [ -x "$debug" ] || make -s -C "$S2S_ROOT" B="$tmp/debug" MODE=debug \
        "$tmp/debug/s2s" >build 2>&1 || { bad "debug build"; cat build; }
    others=$debug
    if ! command -v clang >/dev/null; then
        skip "clang: not installed"
    else
        [ -x "$clang" ] || make -s -C "$S2S_ROOT" B="$tmp/clang" CC=clang \
            "$tmp/clang/s2s" >build 2>&1 || { bad "clang build"; cat build; }
        others="$others $clang"
    fi
fi

# ==== Models ==============================================================

odd='--embed 20 --hidden 36 --attn-size 17 --batch 13 --dropout 0.3'
# shellcheck disable=SC2086 # lists of options
if [ "$mode" = full ]; then
    variants '2 3 5' $odd --steps 30
    variants '2 3 5' $odd --steps 15 --shards 3 --layers 2 --clip 0.05
    variants '2 16' $odd --steps 15 --focus none --shards 13
    variants '2' $odd --steps 10 --encoder uni --summary mean --position sin
    variants '2' $odd --steps 10 --score dot --optimizer sgd --lr 0.5 \
        --tie none
    variants '2' $odd --steps 10 --focus uniform --optimizer adamw --tie all
    variants '2' $odd --steps 10 --average 0 --smoothing 0
    # the other members of the families, several at a time
    variants '2 3' $odd --steps 8 --cell gru --attn-size 18 --score qk \
        --heads 2 --focus local-p --summary attention --lexicon 0.001 \
        --r-drop 2
    variants '2 3' $odd --steps 8 --cell rnn --score mlp --focus hard \
        --encoder self --position learned --layers 2
    variants '2 3' $odd --steps 8 --score general --focus hard \
        --hard-estimator gumbel --encoder selfrnn --summary max
    variants '2 3' $odd --steps 8 --score cosine --focus local-m \
        --encoder window --summary hier --readout maxout \
        --readout-state previous
    variants '2 3' $odd --steps 8 --score linear --encoder uni --bridge copy \
        --pool 3 --layers 2
    variants '2' $odd --steps 8 --preset rnnsearch
    variants '2' --embed 1 --hidden 2 --attn-size 1 --batch 1 --steps 20 \
        --tokens word --dropout 0 --word-dropout 0.1
    variants '2 3 5' --embed 131 --hidden 258 --attn-size 129 --batch 21 \
        --steps 2 --dropout 0.2
    mv corpus.tsv short.tsv
    head -n 300 "$S2S_ROOT/data/train.en-fr.tsv" >corpus.tsv
    variants '2' $odd --steps 4
    mv short.tsv corpus.tsv
else
    variants '2' $odd --steps 8
    variants '5' $odd --steps 3 --shards 3 --layers 2 --focus none
    variants '3' --embed 33 --hidden 70 --attn-size 35 --batch 40 --steps 1 \
        --lexicon 0.01 --r-drop 1
fi

# bf16: other sums in every set of instructions, but one of them is enough
# for any number of threads and any compiler; the plain row runs everywhere.
every=$isas isas=
if "$S2S" doctor | grep -q '^bf16  *no'; then
    skip "bf16: not on this processor"
else
    # shellcheck disable=SC2086
    variants '2 3 5' $odd --steps 8 --precision bf16
    variants '2 3' --embed 131 --hidden 258 --attn-size 129 --batch 21 \
        --steps 2 --shards 2 --precision bf16
fi
S2S_ISA=ref; export S2S_ISA
# shellcheck disable=SC2086
variants '2 3' $odd --steps 3 --precision bf16
unset S2S_ISA
isas=$every

# shellcheck disable=SC2086
train base "$S2S" $odd --steps 20 --threads 1
# shellcheck disable=SC2086
train other "$S2S" $odd --steps 20 --threads 1
same "run twice" base.safetensors other.safetensors
cp -r other.run kept.run
"$S2S" train corpus.tsv --dev dev.tsv -m other.safetensors --resume -q --threads 1 \
    >log 2>&1 || { bad "--resume of a finished run"; cat log; }
same "--resume of a finished run: model" base.safetensors other.safetensors
same "--resume of a finished run: log" kept.run/log.jsonl other.run/log.jsonl
same "--resume of a finished run: checkpoint" \
    kept.run/checkpoint.safetensors other.run/checkpoint.safetensors

# ==== Translations ========================================================

# A model that has learnt a little, so that lengths differ.
# shellcheck disable=SC2086
train model "$S2S" $odd --steps 190 --lr 0.01 --threads 1
# translate PROGRAM THREADS [TEXT]
translate() {
    program=$1 threads=$2; shift 2
    "$program" translate -m model.safetensors -q --json --nbest 3 \
        --threads "$threads" "$@"
}
translate "$S2S" 1 <text.txt >base.txt
check "translations are there" test "$(wc -l <base.txt)" -eq 100
check "translations differ" test "$(sort -u base.txt | wc -l)" -gt 50
translate "$S2S" 2 <text.txt >other.txt
same "translate: 2 threads" base.txt other.txt
for isa in $isas; do
    S2S_ISA=$isa; export S2S_ISA
    translate "$S2S" 1 <text.txt >other.txt
    unset S2S_ISA
    same "translate: $isa" base.txt other.txt
done
for program in $others; do
    translate "$program" 1 <text.txt >other.txt
    same "translate: $program" base.txt other.txt
done
if [ "$mode" = full ]; then lines=100; else lines=15; fi
head -n $lines base.txt >first.txt
: >other.txt
head -n $lines text.txt | while IFS= read -r line; do
    translate "$S2S" 1 "$line" </dev/null >>other.txt
done
same "translate: together and line by line" first.txt other.txt

# ==== What each target token was made from ================================

# posterior THREADS: of a few pairs, by asking the network, as it has no lexicon
posterior() {
    head -n 5 corpus.tsv | "$S2S" align -m model.safetensors -q --posterior \
        --json --threads "$1"
}
posterior 1 >base.txt
check "posteriors are there" test "$(grep -c weights base.txt)" -ge 5
posterior 2 >other.txt
same "posterior: 2 threads" base.txt other.txt
for isa in $isas; do
    S2S_ISA=$isa; export S2S_ISA
    posterior 1 >other.txt
    unset S2S_ISA
    same "posterior: $isa" base.txt other.txt
done

finish
