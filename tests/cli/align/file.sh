"$S2S" align --svg=x.svg x
