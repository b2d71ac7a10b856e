# A warning, once, for words that training had without their capitals.
m=$S2S_ROOT/models/demo.safetensors
printf 'I have a NASA hat.\nTOM LOVES MUSIC.\nHE LOVES MUSIC.\n' |
    "$S2S" translate -q --beam 1 -m "$m" >capitals
