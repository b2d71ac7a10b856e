"$S2S" info gone.safetensors
