"$S2S" bleu hyp
