# Text as people type it: words that training had without their capitals are
# read so, told once, and a sentence in capitals is translated into capitals;
# without capitals, without a full stop it is read with them.
m=$S2S_ROOT/models/demo.safetensors
printf 'I have a NASA hat.\nTOM LOVES MUSIC.\nHE LOVES MUSIC\n' |
    "$S2S" translate -q --beam 1 -m "$m"
"$S2S" translate -q --beam 1 -m "$m" "Tom loves music." "tom loves music" "TOM LOVES MUSIC"
"$S2S" translate -q --beam 1 -m "$m" --json "tom loves music" |
    grep -o '"source":"[^"]*","translation":"[^"]*"'
"$S2S" translate -q --nbest 2 -m "$m" "tom loves music" | grep -c '\. |||' || :
"$S2S" translate -q --no-copy-unknown --beam 1 -m "$m" 'TOM LOVES MUSIC.' 'tom loves music' >raw
grep -c 'Tom.*musique' raw || :
