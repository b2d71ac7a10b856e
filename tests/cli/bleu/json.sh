printf 'a b c d e\n' >h
"$S2S" bleu --json h h
