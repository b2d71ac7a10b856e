# Links to words that are not there: numbered from 1, or of another text.
printf 'a b c\tx y\n' >text.tsv
try() {
    echo "$1" >text.align
    "$S2S" link -q --gold text.align --gold-text text.tsv text.tsv 2>&1 || echo "exit $?"
}
try '0-0 2-1'
try '1-1 2-2'
try '0-0 3?1'
# a link twice is one link
printf '0-0 1-1\n' >text.align
"$S2S" link -q --gold text.align --gold-text text.tsv text.tsv >once
printf '0-0 0?0 1-1 0-0\n' >text.align
"$S2S" link -q --gold text.align --gold-text text.tsv text.tsv | cmp - once
