# What the reader drops, by reason, with the first line of each; as JSON too.
printf 'a b.\tc d.\n\nalone\n\tc\na b.\tc d.\nx\377\ty\né\tè\n' >c.tsv
"$S2S" check c.tsv
"$S2S" check c.tsv --json
# Nothing is left to train on.
printf 'alone\nand alone\n' >nothing.tsv
"$S2S" check nothing.tsv 2>&1 || echo "exit $?"
: >empty.tsv
"$S2S" check empty.tsv 2>&1 || echo "exit $?"
"$S2S" check 2>&1 || echo "exit $?"
"$S2S" check c.tsv --only ratoi 2>&1 || echo "exit $?"
