# Every kind, on sentences with and without tokens; output to a file too.
export S2S_MODEL="$FIXTURE/tiny.safetensors"
for kind in csv csv=long csv=excel tsv json pharaoh svg lines html term; do
    printf 'A dog.\n\n' | "$S2S" align -q --$kind -o - >out || echo "$kind fails"
    printf 'A dog.\n\n' | "$S2S" align -q --$kind -o file
    cmp out file
done
