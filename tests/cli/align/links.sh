# Backward links are the forward ones of the model that reads the other side;
# intersection and union are sets of both.  What has no target is translated.
m="$FIXTURE/tiny.safetensors"
links() { "$S2S" align -m "$m" --links "$@"; }
each() { awk '{ for (k = 1; k <= NF; k++) print NR, $k }' | sort; }
cut -f 1,2 "$FIXTURE/test.tsv" >pairs
awk -F '\t' '{ print $2 "\t" $1 }' pairs >turned
links forward <pairs >forward
"$S2S" align -m "$m" --words --pharaoh <pairs | cmp - forward
links backward --backward "$m" <pairs | each >backward
links forward <turned | sed 's/\([0-9]*\)-\([0-9]*\)/\2-\1/g' | each |
    cmp - backward
each <forward >one
sort -u one backward >either
links intersection --backward "$m" <pairs >both
comm -12 one backward >want
each <both | cmp - want
links union --backward "$m" <pairs | each | cmp - either
"$S2S" align -m "$m" --backward "$m" --links grow-diag --words --pharaoh \
    <pairs | each >grown
comm -13 grown one | comm -12 - backward | wc -l
comm -13 either grown | wc -l
links forward "A dog." >free
"$S2S" align -m "$m" --words --pharaoh "A dog." | cmp - free
cat backward either grown | wc -l
