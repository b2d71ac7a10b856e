#!/bin/sh
# trees.sh: parsing as translation (Vinyals, Kaiser et al. 2015, "Grammar as a
# foreign language"), on data/trees.tsv: words in, out comes the tree, each leaf
# its tag; half a minute.
#
# 5,000 sentences to learn from, 500 to choose the best check, 500 as test, with
# attention and without.  For both: the share of trees that are right as a
# whole, also of the sentences of up to 10 words and of the longer ones, and of
# those whose brackets close.  For attention: of the leaves of right trees, how
# many look at their own word most.
set -u
cd "$(dirname "$0")/.." || exit 2
S2S=${S2S:-$PWD/s2s}
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM

# (NP (DET the) (NOUN hat)) -> (NP DET NOUN )
awk -F '\t' -v to="$tmp" '{
    tree = $2
    while (match(tree, /\([A-Z]+ [^() ]+\)/)) {
        split(substr(tree, RSTART + 1, RLENGTH - 2), leaf, " ")
        tree = substr(tree, 1, RSTART - 1) leaf[1] substr(tree, RSTART + RLENGTH)
    }
    gsub(/\)/, " )", tree)
    print $1 "\t" tree > (to "/" (NR <= 5000 ? "train" : NR <= 5500 ? "dev" : "test") ".tsv")
}' data/trees.tsv
cut -f 1 "$tmp/test.tsv" > "$tmp/words"

for attention in none concat; do
    "$S2S" train "$tmp/train.tsv" --dev "$tmp/dev.tsv" -m "$tmp/m.safetensors" --force -q \
        --attention $attention --tokens word --min-count 1 --embed 64 --hidden 96 \
        --attn-size 48 --batch 32 --lr 0.003 --dropout 0.1 --smoothing 0 --cell-norm no \
        --word-dropout 0 --r-drop 0 --guide 0 --lexicon 0 --schedule plateau --warmup 0 \
        --tune no --patience 1000 --beam 1 --steps 1000 --threads 1 || exit 1
    "$S2S" translate -q -m "$tmp/m.safetensors" --threads 1 --no-copy-unknown \
        < "$tmp/words" > "$tmp/out" 2> "$tmp/log" || { cat "$tmp/log" >&2; exit 1; }
    paste "$tmp/test.tsv" "$tmp/out" | awk -F '\t' -v name=$attention '
        function share(k, n) { return sprintf("%5.1f %% of %d", n ? 100 * k / n : 0, n) }
        {
            right = $2 == $3; all += right
            if (split($1, w, " ") > 10) { many++; long += right } else { few++; short += right }
            closed += gsub(/\(/, "", $3) == gsub(/\)/, "", $3)
        }
        END { printf "%-7s right %s; up to 10 words %s, more %s; brackets close %s\n", name,
                share(all, NR), share(short, few), share(long, many), share(closed, NR) }'
done
# Right ones alone: leaf number k of the tree is word number k.
paste "$tmp/test.tsv" "$tmp/out" | awk -F '\t' '$2 == $3 { print $1 "\t" $2 }' |
    "$S2S" align -q -m "$tmp/m.safetensors" --threads 1 --tsv=long 2> "$tmp/log" |
    awk -F '\t' '
    function row() {
        if (leaf ~ /^[A-Z]+$/) { leaves++; own += best == ++k }
        if (leaf == "</s>") k = 0
    }
    NR == 1 { next }
    $2 != i { if (NR > 2) row(); i = $2; leaf = $4; most = -1 }
    $6 > most { most = $6; best = $3 }
    END { row(); printf "of %d leaves %.1f %% look at their own word most\n", leaves, 100 * own / leaves }'
