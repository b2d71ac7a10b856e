# What cannot be compared is refused before anything is trained.
cp "$FIXTURE/train.tsv" corpus.tsv
try() { "$S2S" compare corpus.tsv --steps 1 "$@" && echo "accepted: $*"; echo "exit $?"; }
try --encoder uni,bi --focus soft,uniform
try --encoder uni,bj
try --attention none,nothing
try --heads 1,1000
try --encoder uni,uni
try --lr 1,2,3,4,5,6,7,8,9
try --attention ,
try --gold x
try --gold x --test "$FIXTURE/test.tsv"
echo '0-0 x' >gold
for i in 2 3 4 5 6 7 8 9 10 11 12; do echo 0-0; done >>gold
try --gold gold --test "$FIXTURE/test.tsv"
echo 0-0 >>gold
try --gold gold --test "$FIXTURE/test.tsv"
try --bins 5-1
try --score concat,dot --heads 2
"$S2S" train corpus.tsv --encoder uni,bi || echo "exit $?"
ls
