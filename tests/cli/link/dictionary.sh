"$S2S" link --dictionary "$S2S_ROOT/data/test.en-fr.tsv" | cut -f 1,2 |
    grep -E '^(the|and|mother|musician|our)	'
