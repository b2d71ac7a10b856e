"$S2S" bleu --smooth epx hyp ref
