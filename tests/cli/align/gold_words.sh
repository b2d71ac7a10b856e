# Links by hand are of words that blanks part; the model has never seen a
# no-break space, and reads it as one.
printf 'A dog.\tUn chien.\nA dog.\tUn chien\302\240!\n' >text.tsv
yes 0-0 | head -n 2 >text.align
"$S2S" align -m "$FIXTURE/tiny.safetensors" --gold text.align --gold-text text.tsv
