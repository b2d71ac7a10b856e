"$S2S" bleu --smoothing exp hyp ref
