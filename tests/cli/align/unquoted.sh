"$S2S" align Where is the station?
