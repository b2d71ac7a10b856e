# Words that training had without their capitals are read so; told once.  A
# sentence in capitals is translated into capitals.
m=$S2S_ROOT/models/demo.safetensors
printf 'I have a NASA hat.\nTOM LOVES MUSIC.\nHE LOVES MUSIC.\n' |
    "$S2S" translate -q --beam 1 -m "$m"
"$S2S" translate -q --beam 1 -m "$m" "Tom loves music."
printf 'TOM LOVES MUSIC.\nTOM AIME LA MUSIQUE.\n' | paste - - >test.tsv
"$S2S" translate -q --no-copy-unknown --beam 1 -m "$m" 'TOM LOVES MUSIC.' >garbage
"$S2S" eval -q --resamples 10 -m "$m" --beam 1 test.tsv --hyp - -o scores
