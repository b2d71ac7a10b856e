"$S2S" gradcheck -q >out
grep -c ' ok$' out >n
[ "$(cat n)" -ge 20 ]
grep -c WRONG out || true
grep '^attention.v_a ' out
