"$S2S" align --links forward --svg "A dog."
