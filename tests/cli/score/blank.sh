# A line of white space is no pair; a TSV is no list of sources.
printf 'A dog.\tUn chien.\n \302\240\n\nA dog.\tUn chien.\n' |
    "$S2S" score -q -m "$FIXTURE/tiny.safetensors" | sed 's/..*/scored/'
echo '0 ||| Un chien. ||| 1' >list
printf 'A dog.\tUn chien.\n' |
    "$S2S" score -q -m "$FIXTURE/tiny.safetensors" --nbest list | wc -l
