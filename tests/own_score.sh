#!/bin/sh
# own_score.sh: adds the score of docs/10-your-own-score.md to a copy of the
# tree, as a reader would, and runs the tests that loop over the table; then
# again with a wrong sign, which they must find.
set -u
cd "$(dirname "$0")/.." || exit 1
. tests/proof.sh

name=distance file=src/nn/score_distance.c
git -C "$S2S_ROOT" ls-files -z --cached --others --exclude-standard src tests/unit Makefile |
    (cd "$S2S_ROOT" && xargs -0 tar -cf -) | tar -xf - || exit 1
# what has been built is built: times are kept, and make sees what has changed
for b in build/f64 build/release; do
    [ ! -d "$S2S_ROOT/$b" ] || { mkdir -p build && cp -pR "$S2S_ROOT/$b" build/; }
done
cp "$S2S_ROOT/docs/score_distance.c" $file || exit 1
sed -n '/^```c$/,/^```$/{/^```/!p}' "$S2S_ROOT/docs/10-your-own-score.md" >quoted
check "the chapter quotes it" sh -c "test -s quoted && ! grep -vxFf $file quoted"
lines=$(wc -l <$file)
check "$lines lines are at most 60" test "$lines" -le 60 -a "$lines" -gt 20
# the macro's last line is the first one without a backslash at its end
awk -v row=" X($name)" '/^#define SCORE_KINDS/ { in_it = 1 }
    in_it && !/\\$/ { $0 = $0 row; in_it = 0 } { print }' src/nn/score.h >new &&
    mv new src/nn/score.h

# passes TEST: of the network's what loops over the scores
passes() {
    only=''
    [ "$1" != network ] || only='env CK_RUN_CASE=scores'
    quiet $only "build/f64/tests/test_$1"
}
fails() { ! passes "$1"; }
quiet() { "$@" >"$tmp/out" 2>&1 </dev/null; }
build() {
    quiet make -j2 MODE=f64 B=build/f64 build/f64/tests/test_score \
        build/f64/tests/test_attention build/f64/tests/test_network
}

export CK_TIMEOUT_MULTIPLIER=4
check "it builds" build
for t in score attention network; do check "it passes test_$t" passes $t; done
check "it builds in float" quiet make -j2 B=build/release program build/release/tests/test_learns
check "it learns" quiet env CK_RUN_CASE=score build/release/tests/test_learns
check "it is an option" sh -c "./s2s train --help | grep -q '$name'"
check "gradcheck takes it" quiet ./s2s gradcheck --score "$name"
head -n 300 "$S2S_ROOT/data/train.en-fr.tsv" >corpus.tsv
check "compare takes it" quiet ./s2s compare corpus.tsv --score "dot,$name" --embed 16 \
    --hidden 24 --bpe 100 --steps 5 --beam 1

# fault WHICH EXPRESSION: plants it
fault() {
    cp "$S2S_ROOT/docs/score_distance.c" $file
    sed "$2" $file >new
    check "a wrong sign is planted, $1" sh -c "! cmp -s new $file"
    mv new $file
    check "it builds, wrong, $1" build
}
fault 'in dh' 's/-de\[j\], h, dh/de[j], h, dh/'
for t in score attention network; do
    check "test_$t finds the wrong sign" fails $t
done
# The chapter's exercise: what is the same for all j cancels in the softmax.
fault 'in dq' 's/-de\[j\], q, dq/de[j], q, dq/'
check "test_score finds it" fails score
for t in attention network; do check "test_$t does not" passes $t; done
finish
