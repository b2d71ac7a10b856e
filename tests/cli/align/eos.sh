"$S2S" align -m "$FIXTURE/tiny.safetensors" --eos drop --tsv --words 'A dog.' 'Un chien.' | cut -f 1
