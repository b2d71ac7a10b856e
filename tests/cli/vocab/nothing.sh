"$S2S" vocab
