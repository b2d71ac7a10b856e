# The same links for any number of threads; a line for each line of the file.
awk 'NR == 3 { print "" } NR == 5 { print "the dog\tle chien\nthe dog\tle chien" } 1' \
    "$FIXTURE/train.tsv" | head -n 120 >some.tsv
"$S2S" link --threads 1 some.tsv >1
"$S2S" link --threads 3 some.tsv | cmp - 1
sed -n 3,7p 1
wc -l <1
