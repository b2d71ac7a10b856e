# What the model that comes with s2s says, on any processor: eight bits.
mkdir models
cp "$S2S_ROOT/models/demo.safetensors" models
"$S2S" translate 'I love music.' 'Where is the station?' 'The girl reads a book.'
[ "$(wc -c <models/demo.safetensors)" -le 12000000 ]
"$S2S" info -q | sed -n '/^notes/,/^conf/s/^  \([a-z_]*\):.*/\1/p'
