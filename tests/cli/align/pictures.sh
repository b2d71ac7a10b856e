# Pictures go to files of their own, are written over, and say where they are;
# a name or - overrules that; data stays on stdout.
export S2S_MODEL="$FIXTURE/tiny.safetensors"
echo old >alignment.svg
for kind in svg lines html; do
    "$S2S" align -q --$kind "A dog."
done
ls
grep -c old alignment.svg || true
"$S2S" align -q --svg -o named.svg "A dog."
"$S2S" align -q --svg -o - "A dog." | cmp - named.svg
for file in named.svg alignment-lines.svg; do
    head -n 1 $file | grep -c '^<svg .* width="[0-9]*" height="[0-9]*" viewBox="0 0 [0-9]'
done
"$S2S" align -q --csv "A dog." >out
ls
