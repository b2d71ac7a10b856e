# Every shell's script knows every command and its options.
"$S2S" | sed -n '/^commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' >commands
for shell in bash zsh fish; do
    "$S2S" completion $shell >script
    while read -r c; do grep -q "$c" script || echo "$shell: no $c"; done <commands
    grep -q nbest script || echo "$shell: no --nbest"
    grep -q no-copy-unknown script || echo "$shell: no --no-copy-unknown"
done
"$S2S" completion fish | grep -c 'from train. -l init -r -F'
