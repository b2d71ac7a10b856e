# Updates that a roll-back undid are not drawn.
cp "$FIXTURE/train.tsv" corpus.tsv
"$S2S" train corpus.tsv --embed 8 --hidden 8 --attn-size 8 --bpe 50 --steps 40 --beam 2 -q
"$S2S" report -q corpus.safetensors
mv report.html before.html
cat >>corpus.run/log.jsonl <<'END'
{"event": "update", "step": 60, "epoch": 1, "loss": 99.0, "norm": 9.0, "lr": 0.1}
END
"$S2S" report -q corpus.safetensors
cmp -s before.html report.html || echo drawn
echo '{"event": "rolled back", "step": 40, "lr": 0.05}' >>corpus.run/log.jsonl
"$S2S" report -q corpus.safetensors
cmp before.html report.html && echo undone
