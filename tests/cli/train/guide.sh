# --guide: what it says; the same bits for any threads, and stopped and gone on;
# which focuses it is for.
cp "$FIXTURE/train.tsv" corpus.tsv
try() {
    status=0
    "$S2S" train corpus.tsv --embed 8 --hidden 8 --attn-size 8 --batch 8 "$@" 2>log || status=$?
    echo "$* $status"
    grep -e ^s2s: -e ^hint: -e ^guided log || true
}
try --guide 0.5 --steps 3 --threads 1 -m a.safetensors
try --guide 0.5 --steps 6 --threads 1 -m b.safetensors
try --steps 6 --threads 3 --resume -m a.safetensors
cmp a.safetensors b.safetensors
try --steps 6 --guide 0 -m c.safetensors
cmp -s c.safetensors b.safetensors || echo "and without it another model"
try --steps 7 --guide 1 --resume -m b.safetensors
try --guide 1 --focus hard -m d.safetensors
"$S2S" gradcheck -q --guide 2 >table
grep -c WRONG table || true
"$S2S" gradcheck -q -m b.safetensors --dump dump corpus.tsv
grep -a -o '"guide":\[\[\[\[0,0.5],\[1,0.5]]' dump
