#!/bin/sh
# tags.sh: the claims whose figures are scripts' own: scripts/tags.sh finds that
# a word with several tags needs its neighbours, scripts/trees.sh that attention
# parses longer sentences, and scripts/weights.sh counts as it says.
set -u
cd "$(dirname "$0")/.." || exit 1
. tests/proof.sh

# several NAME: its share of the words with several tags
several() { sed -n "s/^$1 *\([0-9.]*\) %.*/\1/p" tags; }

check "tags: it runs" sh -c "S2S='$S2S' '$S2S_ROOT/scripts/tags.sh' >tags"
cat tags
check "tags: a word alone does not do" at_least 70 "$(several alone)"
check "tags: a neighbour to each side does" at_least "$(several 'window 1')" 95
check "tags: self-attention does" at_least "$(several 'sequence, self')" 95

# whole NAME, long NAME: the share of right trees, and of those of more words
whole() { sed -n "s/^$1  *right *\([0-9.]*\) %.*/\1/p" trees; }
long() { sed -n "s/^$1 .* more *\([0-9.]*\) %.*/\1/p" trees; }
check "trees: it runs" sh -c "S2S='$S2S' '$S2S_ROOT/scripts/trees.sh' >trees"
cat trees
check "trees: attention parses" at_least "$(whole concat)" 75
check "trees: without it a third fewer are right" at_least 65 "$(whole none)"
check "trees: long ones hardly any" at_least 40 "$(long none)"
own=$(sed -n 's/^of .* leaves \([0-9.]*\) % look.*/\1/p' trees)
check "trees: leaves look at their words" at_least "$own" 50

# Two rows of two heads over three places, in the first of which they agree.
{
    echo 'text i j source target weight head'
    echo '1 1 1 a x 0.95 1'; echo '1 1 2 b x 0.05 1'; echo '1 1 3 c x 0 1'
    echo '1 1 1 a x 0.95 2'; echo '1 1 2 b x 0.05 2'; echo '1 1 3 c x 0 2'
    echo '1 2 1 a y 0.5 1'; echo '1 2 2 b y 0.5 1'; echo '1 2 3 c y 0 1'
    echo '1 2 1 a y 0 2'; echo '1 2 2 b y 0 2'; echo '1 2 3 c y 1 2'
} | tr ' ' '\t' | sh "$S2S_ROOT/scripts/weights.sh" >weights
cat weights
check "weights: head 1" grep -q '^head 1: 2 rows of 3.0; largest 0.72; 90 % in 1.5 places, in one: 50 %; distance 0.3$' weights
check "weights: head 2" grep -q '^head 2: 2 rows of 3.0; largest 0.97; 90 % in 1.0 places, in one: 100 %; distance 0.5$' weights
check "weights: they are half apart" grep -q '^heads 1 and 2: 0.50 apart$' weights
finish
