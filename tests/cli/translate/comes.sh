# The model that comes with the program is found from any folder, through a link,
# beside it as built and as installed.
mkdir -p bin built/models share/s2s elsewhere
cp "$S2S" bin/s2s
cp "$FIXTURE/tiny.safetensors" share/s2s/demo.safetensors
cp "$S2S" built/s2s
cp "$FIXTURE/tiny.safetensors" built/models/demo.safetensors
cd elsewhere
ln -s ../bin/s2s link
for program in ../bin/s2s ./link ../built/s2s; do
    "$program" translate "A dog." 2>words >out
    sed -n "s,.*using .*/case/\(.*\)\, which.*,\1,p" words
done
