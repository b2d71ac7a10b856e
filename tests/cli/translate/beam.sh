"$S2S" translate --beam 0 x
