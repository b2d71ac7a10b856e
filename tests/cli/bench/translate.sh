# A row for one thread and one for all; the same of a model, as JSON; one in
# int8 has as many parameters.
"$S2S" bench --translate --seconds 0 --threads 2 -m "$FIXTURE/tiny.safetensors" >out
sed 's/( */(/g' out | awk '$1 == 1 || $1 == 2 { print $1, NF }'
"$S2S" bench --translate --seconds 0 --threads 1 --json -m "$FIXTURE/none.safetensors" |
    sed 's/[0-9][0-9]*[.][0-9]*/T/g; s/"model":"[^"]*"/M/; s/"parameters":[0-9]*/P/'
"$S2S" bench --translate --seconds 0 --threads 1 --json --embed 8 --hidden 8 --vocabulary 50 |
    sed 's/[0-9][0-9]*[.][0-9]*/T/g'
"$S2S" convert -q -m "$FIXTURE/tiny.safetensors" --precision int8 -o eight.safetensors
for m in "$FIXTURE/tiny.safetensors" eight.safetensors; do
    "$S2S" bench --translate --seconds 0 --threads 1 --json -m "$m" |
        sed -n 's/.*"parameters":\([0-9]*\).*/\1/p'
done | uniq | wc -l
