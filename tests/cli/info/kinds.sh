# Every row of every family, in text and JSON.
"$S2S" info --kinds >text
"$S2S" info --kinds --json >json
[ "$(grep -c '^  [a-z]' text)" = "$(grep -c '"name":' json)" ]
grep '^s2s ' text
for row in lstm bi concat soft bpe adam csv; do
    grep "^  $row " text >/dev/null || echo "no $row"
done
# What is Q, K and V; Chinese names; notes; what does not apply, and why.
awk '/^  [a-z]/{ p = $1 == "concat" } p' text
grep -A 9 '^  none .*ctx' text | sed -n '/^  optim/q;p' | grep 'does not apply'
grep -o '{"name":"none","aliases".*ctx_i = summary.*"why":.*}' json |
    grep -o '"chinese":.*'
