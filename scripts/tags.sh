#!/bin/sh
# tags.sh: what context is worth to a tagger ("I saw a saw"), on the words of
# data/tags.tsv that have more than one tag; some seconds.
#
# 5,000 sentences to learn from, 500 to choose the best check, 500 as test.
# Three taggers:
#   alone     the word's commonest tag
#   window K  the word with K neighbours to each side (`_` beyond the ends),
#             read by a bi-LSTM without attention, one tag out: N to 1
#   sequence  all words in, all tags out: the decoder's step i looks at h_i
#             alone (--focus local-m --window 0), but has seen the words before
#             at its own steps before; N to N.  `window` sees no neighbour in
#             its encoder, `self` is a layer of self-attention
# The share of right tags.
set -u
cd "$(dirname "$0")/.." || exit 2
S2S=${S2S:-$PWD/s2s}
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM
awk -v to="$tmp" '{ part = NR <= 5000 ? "train" : NR <= 5500 ? "dev" : "test"
    print > (to "/" part ".tsv") }' data/tags.tsv

# tags [FILE]: of the test words with several tags in training, and of all:
# how many are as in FILE, or have their commonest tag
tags() {
    awk -F '\t' -v file="${1-}" '
        { n = split($1, w, " "); split($2, t, " ") }
        FNR == NR {
            for (i = 1; i <= n; i++) {
                c = ++count[w[i], t[i]]
                if (c == 1) kinds[w[i]]++
                if (c > most[w[i]]) { most[w[i]] = c; best[w[i]] = t[i] }
            }
            next
        }
        {
            if (file) { getline line < file; split(line, h, " ") }
            for (i = 1; i <= n; i++) {
                right = (file ? h[i] : best[w[i]]) == t[i]
                all++; allright += right
                if (kinds[w[i]] > 1) { several++; ok += right }
            }
        }
        END { printf "%5.1f %% of %d, %5.1f %% of all %d\n",
                100 * ok / several, several, 100 * allright / all, all }
        ' "$tmp/train.tsv" "$tmp/test.tsv"
}

# windows K PART: a pair for each word with several tags
windows() {
    awk -F '\t' -v K="$1" '
        { n = split($1, w, " "); split($2, t, " ") }
        FNR == NR { for (i = 1; i <= n; i++) if (!seen[w[i], t[i]]++) kinds[w[i]]++ }
        again { for (i = 1; i <= n; i++) if (kinds[w[i]] > 1) {
            line = ""
            for (j = i - K; j <= i + K; j++)
                line = line (j > i - K ? " " : "") (j < 1 || j > n ? "_" : w[j])
            print line "\t" t[i]
        } }' "$tmp/train.tsv" again=1 "$tmp/$2.tsv"
}

# learn OPTIONS: from $tmp/in.tsv and $tmp/in-dev.tsv the model $tmp/m
learn() {
    "$S2S" train "$tmp/in.tsv" --dev "$tmp/in-dev.tsv" --force -q -m "$tmp/m.safetensors" \
        --tokens word --min-count 1 --embed 32 --hidden 32 --attn-size 16 --batch 32 \
        --lr 0.005 --dropout 0 --smoothing 0 --cell-norm no --word-dropout 0 --r-drop 0 \
        --guide 0 --lexicon 0 --schedule plateau --warmup 0 --tune no --patience 1000 \
        --beam 1 --steps 1000 --threads 1 "$@"
}

# tagged: stdin by $tmp/m; its warnings are words that training has not
tagged() {
    "$S2S" translate -q -m "$tmp/m.safetensors" --threads 1 --no-copy-unknown 2> "$tmp/log" ||
        cat "$tmp/log" >&2
}

echo "alone            $(tags)"
for K in 1 2 4; do
    for part in train dev test; do windows $K $part > "$tmp/w-$part.tsv"; done
    cp "$tmp/w-train.tsv" "$tmp/in.tsv"
    cp "$tmp/w-dev.tsv" "$tmp/in-dev.tsv"
    learn --attention none || exit 1
    cut -f 1 "$tmp/w-test.tsv" | tagged | paste - "$tmp/w-test.tsv" | awk -F '\t' -v K=$K '
            { right += $1 == $3 }
            END { printf "window %d         %5.1f %% of %d\n", K, 100 * right / NR, NR }'
done
cp "$tmp/train.tsv" "$tmp/in.tsv"
cp "$tmp/dev.tsv" "$tmp/in-dev.tsv"
for encoder in 'window --enc-window 0' 'self --enc-heads 2'; do
    # shellcheck disable=SC2086 # several words
    learn --encoder $encoder --focus local-m --window 0 --summary first || exit 1
    cut -f 1 "$tmp/test.tsv" | tagged > "$tmp/out"
    printf 'sequence, %-7s%s\n' "${encoder%% *}" "$(tags "$tmp/out")"
done
