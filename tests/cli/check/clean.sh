# A corpus with nothing to find: no finding, and its parts have no line of it.
"$S2S" check "$S2S_ROOT/data/train.en-fr.tsv" \
    --dev "$S2S_ROOT/data/dev.en-fr.tsv" --test "$S2S_ROOT/data/test.en-fr.tsv" |
    sed "s,^$S2S_ROOT/,,"
# The same as two files, exchanged, and by a pipe.
cut -f 1 "$S2S_ROOT/data/train.en-fr.tsv" >en
cut -f 2 "$S2S_ROOT/data/train.en-fr.tsv" | gzip -c >fr.gz
"$S2S" check --src en --tgt fr.gz --reverse
"$S2S" check --cols 2,1 - <"$S2S_ROOT/data/dev.en-fr.tsv" --json
# A task that is no translation: one side has no full stops, by habit.
"$S2S" check "$S2S_ROOT/data/tags.tsv" | tail -n 2
# One line in a thousand is told where it is asked for.
awk 'BEGIN { for (i = 0; i < 1000; i++) print "word" i "\tmot" i; print "same\tsame" }' >one.tsv
"$S2S" check one.tsv | grep -c '^[^ ].* identical' || :
"$S2S" check one.tsv --only identical | grep -c 'same'
