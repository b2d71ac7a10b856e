# Where there is a libpng; without one it says so.
export S2S_MODEL="$FIXTURE/tiny.safetensors"
if ! path=$("$S2S" align -q --png "A dog." 2>err); then
    grep -q 'built without libpng' err && echo png
    exit
fi
[ "$path" = alignment.png ]
"$S2S" align -q --png -o - "A dog." | cmp - alignment.png
head -c 4 alignment.png | tail -c 3 | tr PNG png
echo
