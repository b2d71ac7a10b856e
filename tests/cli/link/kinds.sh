# Intersection within grow-diag within union; one link a target word forward.
for k in forward backward intersection union grow-diag grow-diag-final-and; do
    "$S2S" link -q --links $k --of-text "$FIXTURE/test.tsv" "$FIXTURE/train.tsv" >$k
    tr ' ' '\n' <$k | grep -c - | sed "s/^/$k /"
done
