# bf16 where the instructions are there (the plain kernels need none), kept in
# the model and by --resume; else a clear word.
cp "$FIXTURE/train.tsv" corpus.tsv
try() {
    status=0
    "$S2S" train corpus.tsv --embed 8 --hidden 8 --attn-size 8 --beam 1 --tune no "$@" 2>log || status=$?
    echo "$* $status"
    grep -e ^s2s: -e ^hint: -e ^precision: log | whose || true
}
# the processor's word or, where it has them, of S2S_ISA
whose() {
    sed '/no bf16 ins/s/this.*/NO/; /S2S_ISA=.* has/s/S2S_ISA.*/NO/; s/^hint: without.*/WITHOUT/'
}
export S2S_ISA=ref
"$S2S" doctor | grep '^bf16'
try --precision bf16 --steps 2
"$S2S" info corpus.safetensors | grep precision
try --resume --precision fp32 --steps 3
try --resume --steps 3
"$S2S" gradcheck --precision bf16 2>&1 || true
case $(uname -m) in x86_64) S2S_ISA=sse2 ;; aarch64) S2S_ISA=neon ;; *) S2S_ISA='' ;; esac
try --force --precision bf16
"$S2S" doctor | grep '^bf16' | whose
