printf 'Hello.\tBonjour "toi".\n' | "$S2S" score -q --json -m "$FIXTURE/tiny.safetensors"
