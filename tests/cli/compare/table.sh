# Twins, a table, a curve; a second call finds them trained and says the same.
cp "$FIXTURE/train.tsv" corpus.tsv
tiny='--embed 16 --hidden 24 --attn-size 12 --bpe 100 --batch 16 --steps 5 --beam 1'
awk -F '\t' '{ print "0-0 1?1" }' "$FIXTURE/test.tsv" >gold
all() {
    "$S2S" compare corpus.tsv $tiny --attention none,concat --test "$FIXTURE/test.tsv" \
        --gold gold --bins 1-8,9- --csv curve.csv --svg curve.svg "$@"
}
all >first 2>log
all >second 2>again
cmp first second
grep 'trained already' again
grep 'test part' again | sed 's/.*test.tsv/test.tsv/'
cat first
wc -l <curve.csv
grep -c polyline curve.svg
grep -o '<section id="[a-z]*"' corpus-attention.html
all --json --report page.html 2>log | tr -d ' \n' |
    grep -c '"option":"attention","twins":\[{"name":"none","train":{"sentences":2.*"aer":null.*"name":"concat".*"difference".*"p":.*"aer":0\.[0-9]*,"parameters":.*"multiply_adds":.*"seconds":[0-9]'
ls -d corpus-*
# the same page, but for the command that made it
diff page.html corpus-attention.html | grep -c '^[<>].*s2s compare'
diff page.html corpus-attention.html | grep -c '^[<>]'
