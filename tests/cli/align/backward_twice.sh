# A second file would silently take the place of the first.
"$S2S" align -m "$FIXTURE/tiny.safetensors" --backward a --backward b \
    --links union A
