#!/bin/sh
# copied.sh MODEL [N]: what comes through of names and numbers that no training
# has seen.  The first N (400) sentences of the bundled test part that have a
# name or a number word get others in their place, the same word the same in
# all of a sentence; prints how many translations hold all of them, as
# "GOOD of ALL".  MODEL was trained on the bundled corpus.
set -u
cd "$(dirname "$0")/.." || exit 2
[ $# -gt 0 ] || { sed -n '2,6s/^# \{0,1\}//p' "$0" >&2; exit 2; }
s2s=${S2S:-./s2s} n=${2:-400}
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM

# A line is the new words, a TAB, the sentence.
awk -F '\t' -v most="$n" '
    BEGIN {
        split("Alice Anne Antoine Claire Emma Isabelle Jean Julie Juliette " \
              "Louis Louise Luc Marc Marie Nicolas Paul Pierre Simon Sophie " \
              "Thomas two three four five six seven eight nine ten", old, " ")
        for (i in old) is[old[i]] = old[i] ~ /^[A-Z]/ ? "name" : "number"
        names = split("Zebulon Krzysztof Nguyen Xiomara Hjalmar " \
                      "Wakabayashi Bj\303\266rk \305\201ukasz Oyelaran " \
                      "Quetzalcoatl Schwarzkopf Mary-Jane", name, " ")
        numbers = split("37 1,204 3.5 2026 84 190 12,500,000 66", number, " ")
    }
    done < most {
        rest = $1; text = ""; new = ""; split("", given)
        while (match(rest, /[A-Za-z]+/)) {
            word = substr(rest, RSTART, RLENGTH)
            if (word in is) {
                if (!(word in given))
                    given[word] = is[word] == "name" ? name[k++ % names + 1] \
                                                     : number[k++ % numbers + 1]
                word = given[word]
                if (index(" " new " ", " " word " ") == 0) new = new " " word
            }
            text = text substr(rest, 1, RSTART - 1) word
            rest = substr(rest, RSTART + RLENGTH)
        }
        if (new == "") next
        done++
        print substr(new, 2) "\t" text rest
    }' data/test.en-fr.tsv > "$tmp/sentences"
cut -f 2 "$tmp/sentences" | "$s2s" translate -q -m "$1" > "$tmp/translations" ||
    exit 1
paste "$tmp/sentences" "$tmp/translations" | awk -F '\t' '
    {
        n = split($1, word, " "); ok = 1
        for (i = 1; i <= n; i++) if (index($3, word[i]) == 0) ok = 0
        good += ok
        if (!ok && ENVIRON["SHOW"]) print | "cat >&2"
    }
    END { print good + 0 " of " NR; exit NR == 0 }'
