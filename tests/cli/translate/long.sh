# Longer than what is translated: said, and still one line.
awk 'BEGIN { for (i = 0; i < 1200; i++) printf "a dog "; print "" }' |
    "$S2S" translate -m "$FIXTURE/tiny.safetensors" --beam 1 | wc -l
