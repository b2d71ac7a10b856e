# Bytes that are not UTF-8, and NUL, are named; the line is still a line.
printf 'A dog.\nA \377 cat.\nA \000 cat.\n' |
    "$S2S" translate -m "$FIXTURE/tiny.safetensors" | wc -l
