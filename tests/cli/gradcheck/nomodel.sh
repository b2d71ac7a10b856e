"$S2S" gradcheck --dump x
