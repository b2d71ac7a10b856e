"$S2S" link --gold text.align text.tsv
