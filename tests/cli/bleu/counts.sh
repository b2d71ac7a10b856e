printf 'a\nb\n' >hyp
printf 'a\n' >ref
"$S2S" bleu hyp ref
