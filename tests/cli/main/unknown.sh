"$S2S" trasnlate
