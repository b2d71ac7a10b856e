# Consecutive pairs joined by a fixed rule.
join="$S2S_ROOT/scripts/join_sentences.sh"
for i in 1 2 3 4 5 6 7; do printf 's%d.\tt%d.\n' $i $i; done >in
sh "$join" cycle <in
sh "$join" each <in | sed -n '7,$p'
sh "$join" <in 2>/dev/null || echo "exit $?"
