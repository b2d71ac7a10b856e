"$S2S" bleu hyp ref
