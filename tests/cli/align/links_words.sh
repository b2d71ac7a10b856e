# Units of words part at U+3000, those that are made of characters do not.
printf 'A man.\tUn homme.\n' >dev
"$S2S" train --quiet --threads 1 --tokens word --embed 8 --hidden 8 --steps 1 \
    --tune no --guide 0 --reverse -m back.safetensors \
    --dev dev "$FIXTURE/test.tsv" >log
printf 'A dog.\tUn chien.\nA dog.\tUn chien.\343\200\200Un homme.\n' >pairs
yes 0-0 | head -n 2 >pairs.align
two() { "$S2S" align -m "$FIXTURE/tiny.safetensors" \
    --backward back.safetensors "$@"; }
two --links union <pairs || echo $?
two --gold pairs.align --gold-text pairs
