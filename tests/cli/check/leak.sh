# Lines of a test part that the corpus has; a dev part that it has all of.
head -n 300 "$S2S_ROOT/data/train.en-fr.tsv" >c.tsv
{ head -n 50 "$S2S_ROOT/data/test.en-fr.tsv"; sed -n 17p c.tsv
  sed -n '18s/\t.*/\tautre chose/p' c.tsv; } >test.tsv
head -n 20 c.tsv >dev.tsv
"$S2S" check c.tsv --test test.tsv --only leak --lines 5 || echo "exit $?"
"$S2S" check c.tsv --dev dev.tsv --test test.tsv --only leak --lines 0 ||
    echo "exit $?"
# But for case and punctuation: not those that are there as they are.
{ sed -n 20,24p c.tsv | sed 's/[.?]\t/ !\t/' | tr '[:upper:]' '[:lower:]'; sed -n 25p c.tsv
  printf '?!\tbien\n'; } >near.tsv
printf '...\toui\n' >>c.tsv
"$S2S" check c.tsv --test near.tsv --only near --lines 1 || echo "exit $?"
