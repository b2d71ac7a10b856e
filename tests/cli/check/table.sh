# A first line with the names of the columns is no pair, a short one is.
printf 'English\tfrench\nSo do I.\tMoi aussi.\nYes.\tOui.\n' >named.tsv
"$S2S" check named.tsv --only header
printf 'Yes\tOui\nEnglish\tfrench\nNo\tNo\n' >pairs.tsv
"$S2S" check pairs.tsv --only header
# Nor is a column of numbers text.
awk -F '\t' '{ print NR "\t" $1 "\t" $2 }' "$FIXTURE/train.tsv" >numbered.tsv
"$S2S" check numbered.tsv --only letterless
"$S2S" check numbered.tsv --only letterless --cols 2,3
