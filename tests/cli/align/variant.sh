"$S2S" align --csv=exel x
