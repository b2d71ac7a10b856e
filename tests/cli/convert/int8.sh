# A model in int8 and bf16 is smaller, says so, and is used like any other:
# each command that takes a model takes it, with any kernels.
for p in int8 bf16; do
    "$S2S" convert -m "$FIXTURE/tiny.safetensors" --precision $p -o $p.safetensors -q
    "$S2S" info -m $p.safetensors | grep -e '^weights ' -e '^attention.v_a '
    "$S2S" info --json -m $p.safetensors | grep -o '"precision":"[a-z0-9]*"'
done
size() { wc -c <"$1"; }
[ "$(size int8.safetensors)" -lt "$(size bf16.safetensors)" ] && echo smaller
[ "$(size bf16.safetensors)" -lt "$(size "$FIXTURE/tiny.safetensors")" ] && echo small

cut -f 1 "$FIXTURE/test.tsv" >text
"$S2S" translate -q -m int8.safetensors --json --threads 1 <text >one
wc -l <one
for isa in $("$S2S" doctor -m int8.safetensors | sed -n 's/^[ *]*\([a-z0-9]*\)  *same bits$/\1/p'); do
    S2S_ISA=$isa "$S2S" translate -q -m int8.safetensors --json --threads 2 <text | cmp - one
done
head -n 1 text | "$S2S" translate -q -m int8.safetensors --json >alone
head -n 1 one | cmp - alone

for command in 'eval test.tsv' 'align --csv a' 'explain a' 'explain --gradient a' \
    'vocab ids' 'align a b'; do
    for p in int8 bf16; do
        (cd "$FIXTURE" && "$S2S" $command -q -m "$OLDPWD/$p.safetensors") >out
        [ -s out ] && echo "$command: $p"
    done
done
