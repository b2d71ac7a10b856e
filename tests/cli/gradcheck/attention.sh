"$S2S" gradcheck --attention sof
