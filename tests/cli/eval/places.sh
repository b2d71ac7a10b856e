"$S2S" eval -q "$FIXTURE/test.tsv" -o bylen.txt --hyp bylen.txt
