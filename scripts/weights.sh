#!/bin/sh
# weights.sh: how alpha is spread, from `s2s align --tsv=long` on stdin:
#
#   cut -f 1 FILE | s2s align --words --tsv=long | scripts/weights.sh
#   cut -f 1 FILE | s2s align --of self --head all --tsv=long | scripts/weights.sh
#
# For each head: the mean of a row's largest weight, the mean number of places
# that hold 90 % of it, in how many rows one place does, and the mean distance
# |i - j| looked at.  For each two heads, and over all rows: half the sum of
# |alpha - alpha'|, 0 where they are the same, 1 where they share no place.
set -u
tail -n +2 | awk -F '\t' '
    { print $1 "\t" $2 "\t" (NF > 6 ? $7 : 1) "\t" $6 "\t" $3 }' |
    sort -t "$(printf '\t')" -k 1,1n -k 2,2n -k 3,3n -k 4,4gr | awk -F '\t' '
    # the row that ends here: its counts to its head
    function end_row() {
        if (!rows[head]++) heads++
        places[head] += holding
        one[head] += holding == 1
        size[head] += n
    }
    # the place in the text ends here: how far apart are its heads?
    function end_place(    a, b, j, d) {
        for (a = 1; a < heads; a++)
            for (b = a + 1; b <= heads; b++) {
                d = 0
                for (j = 1; j <= n; j++)
                    d += (alpha[a, j] > alpha[b, j] ? 1 : -1) * (alpha[a, j] - alpha[b, j])
                apart[a, b] += d / 2
            }
        split("", alpha)
    }
    $1 != text || $2 != i || $3 != head {
        if (NR > 1) end_row()
        if (NR > 1 && ($1 != text || $2 != i)) end_place()
        text = $1; i = $2; head = $3; n = sum = holding = 0
        largest[head] += $4
    }
    {
        n++
        if (sum < 0.9) holding++
        sum += $4
        alpha[head, $5] = $4
        far[head] += $4 * ($5 > i ? $5 - i : i - $5)
    }
    END {
        if (!NR) exit 1
        end_row(); end_place()
        for (h = 1; h <= heads; h++)
            printf "head %d: %d rows of %.1f; largest %.2f; 90 %% in %.1f places, in one: %.0f %%; distance %.1f\n",
                h, rows[h], size[h] / rows[h], largest[h] / rows[h],
                places[h] / rows[h], 100 * one[h] / rows[h], far[h] / rows[h]
        for (a = 1; a < heads; a++)
            for (b = a + 1; b <= heads; b++)
                printf "heads %d and %d: %.2f apart\n", a, b, apart[a, b] / rows[a]
    }'
