"$S2S" eval --csv --svg "$FIXTURE/test.tsv"
