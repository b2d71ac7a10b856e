# What does not fit is said before anything is printed.
no() { "$S2S" explain -q "$@" 2>err || { echo $?; head -n 1 err; }; }
export S2S_MODEL="$FIXTURE/tiny.safetensors"
no --mask 0 "A dog."
no --mask 9 "A dog."
no --mask 1,2,3,4,5,6 "A dog."
no --set 1:1=2 "A dog."
no --set 1:9=1 "A dog."
no --mask 1 --vectors "A dog."
no --prefix Un "A dog." "Un chien."
no --faithful x "A dog."
no --faithful missing.tsv
no -m "$FIXTURE/none.safetensors" --mask 1 "A dog."
no --set 1:1=0.3,1:1=0.4,1:2=0.2 "A dog."
no --mask 2 --set 1:2=1 "A dog."
