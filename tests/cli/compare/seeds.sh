# All twins hold out the same sentences, whatever their seeds; a twin that is
# there already is searched as this command says.
head -n 60 "$FIXTURE/train.tsv" >corpus.tsv
tiny='--embed 8 --hidden 12 --attn-size 6 --bpe 50 --batch 16 --steps 2'
"$S2S" compare corpus.tsv $tiny --beam 1 --seed 1,2 2>log >out
cmp corpus-seed-1.run/dev.tsv corpus-seed-2.run/dev.tsv && echo 'the same dev part'
"$S2S" compare corpus.tsv $tiny --beam 3 --alpha 0.5 --seed 1,2 2>log >/dev/null
grep -c 'trained already' log
sed -n "s,.*<bdi>beam<.bdi><.th><td class=.v.><bdi>\([0-9]*\).*,beam \1,p" corpus-seed.html
# No preset says how to rank, nor turns on what compare leaves off.
"$S2S" compare corpus.tsv --embed 8 --hidden 12 --attn-size 6 --bpe 50 --steps 2 --beam 1 \
    --preset rnnsearch,rnnencdec >out 2>log
grep -c '^search:' log || true
# One choice, said once.
"$S2S" compare corpus.tsv $tiny --focus soft,none --attention dot || echo "exit $?"
"$S2S" train corpus.tsv --score dot --attention concat || echo "exit $?"
"$S2S" train corpus.tsv -q $tiny --score dot --attention local-p -m local.safetensors &&
    "$S2S" info local.safetensors | grep -e '^  score' -e '^  focus'
