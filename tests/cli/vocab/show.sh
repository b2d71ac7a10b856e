"$S2S" vocab -m "$FIXTURE/tiny.safetensors" codes | head -n 1
"$S2S" vocab -m "$FIXTURE/tiny.safetensors" ids | head -n 4
