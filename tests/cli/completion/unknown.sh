"$S2S" completion tcsh
