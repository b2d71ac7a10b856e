"$S2S" help trian
