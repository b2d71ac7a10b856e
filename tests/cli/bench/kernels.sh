"$S2S" bench --seconds 0 --threads 1
