#!/bin/sh
# join_sentences.sh cycle|each < corpus.tsv: pairs made of 1 to 5 consecutive
# pairs, so that length grows and difficulty does not.
#
#   cycle   1 pair, then the next 2 joined, then 3, 4, 5, and so on: each pair
#           is used once
#   each    all pairs alone, then all of them by 2, by 3, by 4, by 5: every
#           length says the same text
#
# What is left over at the end, too few for its turn, is left out.
set -eu
case ${1:-} in cycle | each) ;; *) sed -n '2,/^set/s/^# \{0,1\}//p' "$0" | sed '$d' >&2; exit 2 ;; esac
exec awk -F '\t' -v mode="$1" '
    function take(i,    s, t, j) {
        s = src[i]; t = tgt[i]
        for (j = 1; j < k; j++) { s = s " " src[i + j]; t = t " " tgt[i + j] }
        print s "\t" t
    }
    { sub(/\r$/, ""); src[NR] = $1; tgt[NR] = $2 }
    END {
        if (mode == "cycle")
            for (i = 1; i + (k = n % 5 + 1) - 1 <= NR; i += k) { take(i); n++ }
        else
            for (k = 1; k <= 5; k++)
                for (i = 1; i + k - 1 <= NR; i += k) take(i)
    }'
