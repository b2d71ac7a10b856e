"$S2S" align --csv --svg x
