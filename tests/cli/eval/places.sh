"$S2S" eval "$FIXTURE/test.tsv" -o bylen.txt --hyp bylen.txt
