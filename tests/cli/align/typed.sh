# Its own translation is that of `translate`; a pair that is given stays so.
m=$S2S_ROOT/models/demo.safetensors
"$S2S" align -q -m "$m" --beam 1 --words --csv "i love music" | cut -d , -f 1
"$S2S" align -q -m "$m" --beam 1 --words --csv "i love music" | head -n 1
"$S2S" align -q -m "$m" --words --csv "i love music" "j'aime la musique" | head -n 1
