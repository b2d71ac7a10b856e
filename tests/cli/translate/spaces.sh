# A space that was never seen is named: it has no ink.
printf 'Who\302\240?\n' | "$S2S" translate -m "$FIXTURE/tiny.safetensors" >translation
