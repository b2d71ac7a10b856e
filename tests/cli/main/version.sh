"$S2S" --version
"$S2S" -V
