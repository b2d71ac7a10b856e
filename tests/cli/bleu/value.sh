# A smoothing without a value takes none; 0 is one.
echo 'a b c d e f' >hyp
echo 'a b c x e f' >ref
"$S2S" bleu --smooth-value 1 hyp ref || echo "exit $?"
"$S2S" bleu --smooth add-k --smooth-value 0 hyp ref | sed -n '1p;$s/|impl.*//p'
"$S2S" bleu --smooth add-k --smooth-value 1 hyp ref | sed -n '1p;$s/|impl.*//p'
echo 'a b' >hyp
echo 'a b' >ref
"$S2S" bleu --smooth add-k --smooth-value 0 hyp ref | sed -n '1p;$s/|impl.*//p'
