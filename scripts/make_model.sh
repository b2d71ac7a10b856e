#!/bin/sh
# make_model.sh: makes models/demo.safetensors, the English-French model that
# comes with s2s, from the Tatoeba corpus of DATA.
#
#   scripts/make_model.sh [DATA [WORK]]
#
#   DATA   train.en-fr.tsv.gz, dev.en-fr.tsv and test.en-fr.tsv
#          (../shared/data/tatoeba)
#   WORK   where it trains (build/model); a training that was stopped there
#          goes on, one that is finished is used
#
# One core with AVX512-BF16 or AMX trains three quarters of an hour.  Whatever
# was chosen was chosen on dev; test is translated once.
set -eu
cd "$(dirname "$0")/.."
data=${1:-../shared/data/tatoeba} work=${2:-build/model}
out=models/demo.safetensors most=12000000
options='--precision bf16 --bpe 10000 --min-count 5 --embed 256 --hidden 512 --attn-size 256
    --cell-norm yes --lexicon 0.001 --schedule linear --warmup 300 --lr 0.003 --batch 64
    --epochs 8 --dropout 0.3 --word-dropout 0.1 --seed 1'
description='English to French, everyday sentences'
attribution='sentence pairs of Tatoeba (tatoeba.org), by way of manythings.org/anki, CC BY 2.0'

train=$data/train.en-fr.tsv.gz dev=$data/dev.en-fr.tsv test=$data/test.en-fr.tsv
for file in "$train" "$dev" "$test"; do
    [ -r "$file" ] || { echo "make_model.sh: no $file" >&2; exit 3; }
done
mkdir -p "$work"
resume=''
[ ! -f "$work/demo.run/checkpoint.safetensors" ] || resume=--resume
# shellcheck disable=SC2086 # several words
./s2s train "$train" --dev "$dev" -m "$work/demo.safetensors" --threads "${THREADS:-1}" \
    $options $resume

# value NAME < JSON: the first of that name
value() { grep -o "\"$1\":\"\{0,1\}[^,\"]*" | head -n 1 | sed 's/^"[a-z_]*":"\{0,1\}//'; }
note() { printf '%s\t%s\n' "$1" "$2"; }
score() { # score NAME FILE
    ./s2s eval -q --json --beam 5 -m "$work/int8.safetensors" "$2" > "$work/$1.json"
    ./s2s eval -q --json --beam 5 --lowercase -m "$work/int8.safetensors" "$2" > "$work/$1.lc.json"
    note "${1}_bleu" "$(printf '%.1f cased, %.1f lower-cased, beam 5, %d pairs' \
        "$(value bleu < "$work/$1.json")" "$(value bleu < "$work/$1.lc.json")" \
        "$(wc -l < "$2")")"
}
# What is scored is what is shipped: the eight bits.
./s2s convert -q --force -m "$work/demo.safetensors" --precision int8 -o "$work/int8.safetensors"
{
    note description "$description"
    note attribution "$attribution"
    note corpus "train.en-fr.tsv.gz, sha256 $(sha256sum < "$train" | cut -d ' ' -f 1)"
    # shellcheck disable=SC2086
    note options "$(echo $options)"
    score dev "$dev"
    score test "$test"
    note signature "BLEU|$(value signature < "$work/test.json")"
    note made_by "scripts/make_model.sh, $(./s2s --version)"
} > "$work/notes.tsv"
./s2s convert --force -m "$work/demo.safetensors" --precision int8 --notes "$work/notes.tsv" \
    -o "$out"
size=$(wc -c < "$out")
[ "$size" -le $most ] || { echo "make_model.sh: $out: $size bytes" >&2; exit 1; }
./s2s translate -q -m "$out" 'I love music.'
