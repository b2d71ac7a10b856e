# What cannot be converted, and what a converted model is not for.
try() { status=0; "$S2S" "$@" -q >out 2>&1 || status=$?; sed "s,$FIXTURE/,,g" out; echo "$status"; }
cp "$FIXTURE/tiny.safetensors" a.safetensors
try convert -m a.safetensors -o b.safetensors
try convert -m a.safetensors -o b.safetensors --precision int4
try convert -m a.safetensors --precision int8
try convert -m a.safetensors --precision int8 -o -
try convert -m a.safetensors --precision fp32 -o b.safetensors
ln a.safetensors same.safetensors
try convert -m a.safetensors --precision int8 -o same.safetensors --force
try convert -m nobody.safetensors --precision int8 -o b.safetensors
try convert a.safetensors --precision int8 -o b.safetensors
try convert -m "$FIXTURE/tiny.run/checkpoint.safetensors" --precision int8 -o b.safetensors
try convert -m a.safetensors --precision int8 -o b.safetensors
try convert -m a.safetensors --precision int8 -o b.safetensors
try convert -m a.safetensors --precision int8 -o b.safetensors --force
try convert -m b.safetensors --precision int8 -o c.safetensors
try train "$FIXTURE/train.tsv" -m b.safetensors --resume
head -c 3000 b.safetensors >c.safetensors
try translate -m c.safetensors a
