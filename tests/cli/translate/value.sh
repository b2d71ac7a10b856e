"$S2S" translate -m
