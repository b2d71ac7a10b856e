# A corpus is read the other way wherever a model is measured on one.
awk -F '\t' '{ print $2 "\t" $1 }' "$FIXTURE/test.tsv" >turned.tsv
cp "$FIXTURE/tiny.safetensors" .
m='-q -m tiny.safetensors --threads 1'
for which in 'turned.tsv --reverse' 'turned.tsv --cols 2,1' "$FIXTURE/test.tsv"; do
    "$S2S" report $m --test $which -o - | sed '/turned.tsv\|test.tsv/d' | cksum
    "$S2S" explain $m --faithful $which
done | sort | uniq -c | sed 's/^ *\([0-9]*\) .*/\1/'
"$S2S" score $m <"$FIXTURE/test.tsv" >straight
"$S2S" score $m --reverse <turned.tsv | cmp - straight
"$S2S" report $m --reverse -o x.html || echo "exit $?"
"$S2S" explain $m --cols 2,1 'The cat.' || echo "exit $?"
"$S2S" score $m --nbest turned.tsv --reverse <turned.tsv || echo "exit $?"
"$S2S" report $m --test turned.tsv --reverse -o - | grep -o 's2s report.*--reverse'
