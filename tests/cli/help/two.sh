"$S2S" help train translate
