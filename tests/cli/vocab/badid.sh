printf "4 5\n4 x\n" | "$S2S" vocab -m "$FIXTURE/tiny.safetensors" decode --ids >/dev/null
