# A source of the dev part without any token is translated by nothing; the
# search is tuned all the same.
printf '\302\240\tAA BB CC\nA dog.\tUn chien.\n' >dev.tsv
head -n 60 "$FIXTURE/train.tsv" >corpus.tsv
"$S2S" train corpus.tsv --dev dev.tsv --tokens word --steps 2 --embed 8 --hidden 8 --attn-size 8 -q
"$S2S" translate -q "A dog." >words
wc -l <words
# a unit that another contains is named, too
echo 'qqs qq zz qq' | "$S2S" translate --no-copy-unknown 2>&1 >words | sed 's/ models[^ ]*//'
