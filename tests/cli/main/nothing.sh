# One screen: it fits, and every command that it lists has a help.
"$S2S" >screen
[ "$(wc -l <screen)" -le 24 ]
awk 'length > 80' screen
sed -n '/^commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' screen >commands
[ "$(wc -l <commands)" -ge 12 ]
"$S2S" --help | cmp - screen
"$S2S" help | cmp - screen
