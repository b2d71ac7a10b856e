# A side without a unit that is common enough is refused before the training.
printf 'a dog\tUn.chien.\na cat\tUn.chat.\na dog\tC-est.un.chien.\n' >corpus.tsv
printf 'a cow\tUne vache\n' >dev.tsv
"$S2S" train corpus.tsv --dev dev.tsv --tokens word --min-count 2 -q 2>&1 || echo "exit $?"
ls
# of two files the lines of both are to blame
printf 'hello\n' >a
printf '\n' >b
"$S2S" train --src a --tgt b 2>&1 || echo "exit $?"
