"$S2S" translate "A dog."
