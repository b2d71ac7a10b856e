# The command that makes the model again has no option that nothing reads, which
# train would refuse.
head -n 60 "$FIXTURE/train.tsv" >corpus.tsv
for which in '--tokens char' '--tokens word --attention none' '--dropout 0 --encoder self'; do
    "$S2S" train corpus.tsv -q --embed 8 --hidden 8 --attn-size 4 --steps 2 --beam 1 $which
    sed -n 's/.*"command": "s2s train \(.*\)",/\1/p' corpus.run/story.json >again
    cp corpus.safetensors first.safetensors
    "$S2S" train $(cat again) -q --force
    cmp corpus.safetensors first.safetensors
    grep -o -e '--epochs [0-9]*' -e '--bpe [0-9]*' again || :
    rm -r corpus.run corpus.safetensors
done
