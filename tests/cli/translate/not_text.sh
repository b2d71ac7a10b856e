# What is no text at all is said once, not guessed at line by line; a TSV is
# doubted; "-" is stdin.
try() { "$S2S" "$@" 2>&1 || echo "exit $?"; }
m="-q -m $FIXTURE/tiny.safetensors"
printf 'A dog.\nA cat.\n' | iconv -t UTF-16LE >utf16
printf 'PK\003\004stuff\n' >file.zip
try translate $m <utf16
try translate $m <file.zip
try align $m --pharaoh <file.zip
try score $m file.zip
try bleu utf16 utf16
printf 'A dog.\tUn chien.\nA cat.\tUn chat.\n' | try translate $m >/dev/null
printf 'A dog.\tUn chien.\n' | "$S2S" translate $m 2>&1 >/dev/null | head -n 1
echo "A dog." | "$S2S" translate $m - >dash
echo "A dog." | "$S2S" translate $m | cmp - dash
# an empty text draws nothing, and leaves what was drawn
"$S2S" align $m --svg "A dog." && cp alignment.svg kept.svg
try align $m --svg </dev/null
cmp alignment.svg kept.svg
try align $m --csv --values "A dog."
try translate -m "" "A dog."
try translate $m -o "" "A dog."
