# One-word texts, of which there are fewer than --min-count: the space that is put before
# a text is an unknown unit, but nothing that the user wrote.
awk 'BEGIN { for (i = 1; i <= 60; i++) { s = s "a"; print s "\t" s } }' >corpus.tsv
"$S2S" train corpus.tsv -q --min-count 100 --embed 4 --hidden 4 --attn-size 4 --steps 1 -m m.safetensors
echo aa | "$S2S" vocab encode -m m.safetensors
echo aa | "$S2S" translate -m m.safetensors 2>&1 >translation | grep -c "never seen" || true
