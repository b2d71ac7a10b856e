"$S2S" gradcheck corpus.tsv
