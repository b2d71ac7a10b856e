# A piece that the model does not know is copied once, however many steps look
# at it in a row; an alignment has a row for each, and names it.
export S2S_MODEL="$S2S_ROOT/models/demo.safetensors"
"$S2S" translate -q 'I like 日本語.' '日本語 の 文 です 。' 2>/dev/null
"$S2S" align -q --tsv 'I like 日本語.' | cut -f 1 | tail -n 6
