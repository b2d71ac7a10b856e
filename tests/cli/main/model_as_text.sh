# A model where text is expected is said to be one, even where its length has a
# line's end among its bytes; so is what else is no text.
export S2S_MODEL="$FIXTURE/tiny.safetensors"
{ printf '\130\012\0\0\0\0\0\0{"a":{"dtype":"F32"}}'; yes "$(printf '\377')" | head -n 500; } >model
try() { "$S2S" "$@" 2>&1 || echo "exit $?"; }
try bleu model model
gzip -c model >model.gz && "$S2S" bleu model.gz model.gz 2>&1 | head -n 1
for command in "score -q" "vocab encode -q"; do try $command model; done
for command in translate align explain score "vocab decode"; do try $command -q <model; done
try score -q --nbest model "$FIXTURE/test.tsv"
try align -q --gold model --gold-text "$FIXTURE/test.tsv"
