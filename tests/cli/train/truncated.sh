# A model of which a part is missing, or a byte wrong, is refused by everybody.
try() { status=0; "$S2S" "$@" -q >/dev/null </dev/null || status=$?; echo "$1 $3 $status"; }
head -c 5000 "$FIXTURE/tiny.safetensors" >half.safetensors
: >empty.safetensors
{ head -c 9000 "$FIXTURE/tiny.safetensors"; printf 'x'
    tail -c +9002 "$FIXTURE/tiny.safetensors"; } >byte.safetensors
echo 'The cat sleeps.' >text.safetensors
for m in half empty byte text; do
    try translate -m $m.safetensors word
    try align -m $m.safetensors word
    try info -m $m.safetensors
done
