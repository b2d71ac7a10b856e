# Options that make no sense: exit 2, and the word that is wrong.
try() { status=0; "$S2S" train "$@" -q >&2 || status=$?; echo "$* $status"; }
try
try one.tsv two.tsv
try corpus.tsv --embed 0
try corpus.tsv --embed many
try corpus.tsv --dropout 2
try corpus.tsv --cell gruu
try corpus.tsv --attention nobody
try corpus.tsv --time soon
try corpus.tsv --colls 1,2
try corpus.tsv --src a.txt
try --src a.txt
