# Every row of every family, in text and JSON.
"$S2S" info --kinds >text
"$S2S" info --kinds --json >json
[ "$(grep -c '^  [a-z]' text)" = "$(grep -c '"name":' json)" ]
grep '^s2s ' text
for row in lstm bi concat soft bpe adam csv; do
    grep "^  $row " text >/dev/null || echo "no $row"
done
