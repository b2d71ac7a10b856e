"$S2S" align --backward model.safetensors
