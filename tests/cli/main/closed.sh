"$S2S" --version >&-
