# A space that was never seen is read as one that was.
printf 'Who\302\240?\n' | "$S2S" translate -m "$FIXTURE/tiny.safetensors" >translation
# It is named where a model of characters has seen none: it has no ink.
printf '你好世界\ttag\n你好\tja\n世界\tnein\n' >pairs.tsv
printf "好的\tgut\n" >dev.tsv
"$S2S" train pairs.tsv --dev dev.tsv -q -m chars.safetensors --tokens char --min-count 1 \
    --embed 4 --hidden 4 --attn-size 4 --steps 1 --cell-norm no 2>training
printf '你好 世界\n' | "$S2S" translate -m chars.safetensors >translation
