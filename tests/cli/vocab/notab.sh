echo "no tab" | "$S2S" vocab -m "$FIXTURE/tiny.safetensors" encode --tsv
