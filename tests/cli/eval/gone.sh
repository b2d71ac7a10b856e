"$S2S" eval gone.tsv
