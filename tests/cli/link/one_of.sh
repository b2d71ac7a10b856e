"$S2S" link --dictionary --of-text text.tsv text.tsv
