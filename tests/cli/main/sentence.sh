"$S2S" "Where is the station?"
