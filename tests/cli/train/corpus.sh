# A corpus that is none: file, cause and a hint, exit 3 or 5, and no model.
try() { status=0; "$S2S" train "$1" -q --steps 1 >&2 || status=$?; echo "$1 $status"; }
mkdir folder
: >empty.tsv
printf '\n\n' >blank.tsv
printf 'The cat sleeps.\nThe dog eats.\n' >one-column.tsv
printf 'The cat sleeps.,Le chat dort.\nThe dog eats.,Le chien mange.\n' >comma.csv
printf 'The cat sleeps.\tLe chat dort.\rThe dog eats.\tLe chien mange.\r' >old-mac.tsv
printf 'The boy,\tLe gar\347on.\nA summer.\tUn \351t\351.\n' >latin1.tsv
printf '\377\376T\000h\000e\000\t\000L\000e\000\n\000' >utf16.tsv
printf 'The cat sleeps.\t\n\tLe chien mange.\n' >one-sided.tsv
head -c 3000 /dev/zero >zero.tsv
printf '\037\213\010' >broken.tsv.gz
for corpus in gone.tsv folder empty.tsv blank.tsv one-column.tsv comma.csv old-mac.tsv latin1.tsv \
    utf16.tsv one-sided.tsv zero.tsv broken.tsv.gz; do
    try "$corpus"
done
ls | grep safetensors || :
