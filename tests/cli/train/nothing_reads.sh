# Choices that nothing reads beside the others, and a model to stdout.
t() { "$S2S" train "$FIXTURE/train.tsv" -q --steps 1 "$@" || echo "exit $?"; }
t --encoder uni --bridge copy --summary mean
t --focus none --coverage-penalty 0.3
t -m -
ls
"$S2S" translate -q -m "$FIXTURE/none.safetensors" --coverage-penalty 1 'The girl reads.' >out
"$S2S" bench --train --bpe-dropout 0.1 || echo "exit $?"
"$S2S" bench --kinds --epochs 3 || echo "exit $?"
"$S2S" bench --translate --beam 3 || echo "exit $?"
"$S2S" gradcheck --lr 0.1 || echo "exit $?"
"$S2S" align -m "$FIXTURE/tiny.safetensors" --term --gold g --gold-text g || echo "exit $?"
"$S2S" gradcheck -m "$FIXTURE/tiny.safetensors" --dump - "$FIXTURE/test.tsv" || echo "exit $?"
"$S2S" gradcheck -m "$FIXTURE/tiny.safetensors" --dump g --limit 3 "$FIXTURE/test.tsv" ||
    echo "exit $?"
