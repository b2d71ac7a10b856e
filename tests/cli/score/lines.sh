# One line in, one line out; the order kept; a line alone has the same bits
# as among others, with any threads.
score() { "$S2S" score -m "$FIXTURE/tiny.safetensors" "$@"; }
{ cat "$FIXTURE/test.tsv"; echo; printf 'Hello.\t\n\tBonjour.\nHi. ||| Salut.\n'; } >pairs.tsv
score pairs.tsv >together 2>sum
wc -l <together | tr -d ' '
sed -n 13p together | od -An -c
sed 's/log p.*/log p .../' sum
while IFS= read -r line; do
    printf '%s\n' "$line" | score -q --threads 1
done <pairs.tsv >alone
cmp alone together && echo "the same alone"
score -q --threads 2 - <pairs.tsv | cmp - together && echo "the same with 2 threads"
score -q --json pairs.tsv -o out.json
wc -l <out.json | tr -d ' '
# the columns agree with one another
awk -F '\t' 'NF && ($2 < 1 || $1 > 0 || ($1 / $2 - $3) ^ 2 > 1e-9 ||
    (exp(-$3) / $4 - 1) ^ 2 > 1e-6) { print "wrong: " $0 }' together
