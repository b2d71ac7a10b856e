"$S2S" info
