# --lexicon: what it says; the same bits for any threads, stopped and gone on; that
# it stays with the model wherever that goes; which focus it is not for.
cp "$FIXTURE/train.tsv" corpus.tsv
try() {
    status=0
    "$S2S" train corpus.tsv --embed 8 --hidden 8 --attn-size 8 --batch 8 "$@" 2>log || status=$?
    echo "$* $status"
    grep -e ^s2s: -e ^hint: -e ^lexicon log || true
}
try --lexicon 0.01 --steps 3 --threads 1 -m a.safetensors
try --lexicon 0.01 --steps 6 --threads 1 -m b.safetensors
try --steps 6 --threads 3 --resume -m a.safetensors
cmp a.safetensors b.safetensors
try --lexicon 0.01 --guide 1 --steps 6 -m c.safetensors
try --lexicon 0.1 --steps 7 --resume -m b.safetensors
try --lexicon 0.001 --attention none -m d.safetensors
try --lexicon 1e-50 -m d.safetensors

# the lexicon of its own corpus goes on in other precisions and trainings
"$S2S" convert -q -m b.safetensors --precision int8 -o small.safetensors
head -n 60 corpus.tsv >other.tsv
"$S2S" train other.tsv -q --init b.safetensors --steps 1 -m e.safetensors
lexicon() { grep -a -x '[0-9][0-9 ]* [0-9]*' "$1"; }
lexicon b.safetensors >lexicon
for name in a c small e b.run/checkpoint; do lexicon $name.safetensors | cmp - lexicon; done
tail -n 1 lexicon
"$S2S" info b.safetensors | grep lexicon

# one probability: of a pass, of steps, of an ensemble's steps; and it is another
# than without
"$S2S" gradcheck -q --lexicon 0.01 --score qk --heads 2 >table
grep -c WRONG table || true
printf 'A dog.\tUn chien.\n' >pair
sum() { sed 's/"step":/\n&/g' | sed -n 's/^"step".*"p":\([0-9.e-]*\),"e".*/\1/p' |
    awk '{ logp += log($1) } END { printf "%.3f\n", logp }'; }
"$S2S" score -q -m b.safetensors pair | awk '{ printf "%.3f\n", $1 }' >logp
"$S2S" score -q -m b.safetensors -m b.safetensors pair | awk '{ printf "%.3f\n", $1 }' | cmp - logp
"$S2S" explain -q -m b.safetensors --json "A dog." "Un chien." | sum | cmp - logp
try --steps 6 --threads 1 -m f.safetensors
"$S2S" score -q -m f.safetensors pair | awk '{ printf "%.3f\n", $1 }' | cmp -s - logp || echo other
