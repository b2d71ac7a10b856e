export S2S_MODEL="$FIXTURE/tiny.safetensors"
cut -f 2 "$FIXTURE/train.tsv" | head -n 50 >fr
# min-count takes rare letters apart and away: only lines without <unk>
"$S2S" vocab encode -q --side tgt --ids fr >ids
paste fr ids | awk -F '\t' '(" " $2 " ") !~ / 3 / { print $1 }' >known
[ "$(wc -l <known)" -gt 25 ]
"$S2S" vocab encode -q --side tgt known | "$S2S" vocab decode -q --side tgt | cmp - known
"$S2S" vocab encode -q --side tgt --ids known | "$S2S" vocab decode -q --side tgt --ids | cmp - known
cut -f 1 "$FIXTURE/test.tsv" | "$S2S" vocab encode -q --ids >a
"$S2S" vocab encode -q --ids --tsv "$FIXTURE/test.tsv" | cut -f 1 | cmp - a
# What the model has not is said once.
echo 'The Z☃rich.' | "$S2S" vocab encode -q 2>words | "$S2S" vocab decode -q 2>&1
echo "5 6" | "$S2S" vocab decode -q 2>&1
