# A model that is there is not written over unless --force says so, and what is
# not a model is not resumed.
small='--embed 8 --hidden 8 --attn-size 8 --steps 2 -q'
try() { status=0; "$S2S" train "$@" $small >&2 || status=$?; echo "$* $status"; }
cp "$FIXTURE/train.tsv" corpus.tsv
try corpus.tsv
cksum <corpus.safetensors >before
try corpus.tsv
cksum <corpus.safetensors | cmp - before
try corpus.tsv --force
cksum <corpus.safetensors | cmp - before
try corpus.tsv -m there/is/no/folder.safetensors
try corpus.tsv -m other.safetensors --resume
