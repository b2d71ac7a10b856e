# Counts are exact and the same on every machine; times are there.
small='--seconds 0 --embed 6 --hidden 8 --attn-size 5 --vocabulary 9 --batch 2 --enc-heads 1'
"$S2S" bench --kinds $small --only focus >out
sed -n '1s/,[^,]*$//p; 3p' out
awk '$1 == "soft" || $1 == "none" { print $1, $2, $3, $4, $5, $6, NF }' out
"$S2S" bench --kinds $small --json >all.json
grep -c '"name":"concat"' all.json
grep -c '"family":"summary"' all.json | grep -v '^0'  >/dev/null && echo summaries
"$S2S" bench --kinds $small --only encoder --json | grep '"name":"bi"' |
    sed 's/,"bytes.*//'
# what does not fit is said in the row
"$S2S" bench --kinds $small --only score --heads 2 | awk '$1 == "dot"'
