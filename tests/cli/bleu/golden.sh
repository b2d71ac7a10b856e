# What sacreBLEU 2.6.0 says is in tests/golden/bleu.json.
for f in 1 2 3; do cut -f $f "$S2S_ROOT/tests/golden/bleu.tsv" >$f; done
"$S2S" bleu --chrf 1 2
"$S2S" bleu --lowercase 1 2 | head -n 1
"$S2S" bleu --tokenize intl 1 2 | head -n 1
"$S2S" bleu - 2 <1 | head -n 1
"$S2S" bleu 1 2 3
