echo "a	b" >corpus.tsv; "$S2S" info corpus.tsv
