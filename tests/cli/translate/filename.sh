# A file's name is text like any other, but hardly meant as such; a model that
# the environment names is said to be.
export S2S_MODEL="$FIXTURE/tiny.safetensors"
echo 'A dog.' >dog.txt
"$S2S" translate -q dog.txt >out
"$S2S" align -q ./dog.txt >out
"$S2S" translate -q 'dog.txt is here.' nosuch.txt >out
S2S_MODEL=nosuch "$S2S" translate -q 'A dog.' || echo "exit $?"
cd "$(mktemp -d -p .)"
"$S2S" train - -q --dev "$FIXTURE/test.tsv" --embed 8 --hidden 8 --attn-size 8 --steps 1 \
    <"$FIXTURE/train.tsv"
ls
