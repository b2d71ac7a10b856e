"$S2S" eval -q -m "$FIXTURE/tiny.safetensors" "$FIXTURE/test.tsv" -o bylen.txt --hyp bylen.txt
