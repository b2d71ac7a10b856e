: >hyp; "$S2S" bleu hyp hyp
