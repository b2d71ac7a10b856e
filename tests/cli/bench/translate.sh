# A row for one thread and one for all; the same of a model, as JSON.
"$S2S" bench --translate --seconds 0 --threads 2 -m "$FIXTURE/tiny.safetensors" >out
sed 's/( */(/g' out | awk '$1 == 1 || $1 == 2 { print $1, NF }'
"$S2S" bench --translate --seconds 0 --threads 1 --json -m "$FIXTURE/none.safetensors" |
    sed 's/[0-9][0-9]*[.][0-9]*/T/g; s/"model":"[^"]*"/M/; s/"parameters":[0-9]*/P/'
"$S2S" bench --translate --seconds 0 --threads 1 --json --embed 8 --hidden 8 --vocabulary 50 |
    sed 's/[0-9][0-9]*[.][0-9]*/T/g'
