printf 'a\tb\nno tab here\n' | "$S2S" score -q -m "$FIXTURE/tiny.safetensors"
