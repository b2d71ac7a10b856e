"$S2S" eval
