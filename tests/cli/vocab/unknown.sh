"$S2S" vocab encod
