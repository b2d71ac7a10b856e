# A model that was not named is named; the newest wins; --quiet is quiet.
mkdir models
cp "$FIXTURE/none.safetensors" old.safetensors
touch -d '2001-01-01' old.safetensors
cp "$FIXTURE/tiny.safetensors" models/new.safetensors
"$S2S" info | grep '^  focus'
"$S2S" info --quiet | grep '^  focus'
S2S_MODEL=old.safetensors "$S2S" info | grep '^  focus'
