cp "$FIXTURE/tiny.safetensors" m.safetensors
"$S2S" eval -q -m m.safetensors --resamples 20 --bins 1-8,9-12,13- "$FIXTURE/test.tsv"
"$S2S" eval -q -m m.safetensors --resamples 20 --bins 1-8,9- --json "$FIXTURE/test.tsv" |
    grep -c '"to":null.*"train"'
"$S2S" eval -q -m m.safetensors --bins 8-1 "$FIXTURE/test.tsv"
