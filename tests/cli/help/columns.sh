# The help of every command: 80 columns, and `help X` is `X --help`.
"$S2S" | sed -n '/^commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' | while read -r c; do
    "$S2S" help "$c" >a
    "$S2S" "$c" --help | cmp - a
    grep -q "^usage: s2s $c " a || echo "$c: no usage"
    awk -v c="$c" 'length > 80 { print c ": " $0 }' a
done
