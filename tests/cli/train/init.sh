# --init: another corpus, the same units and sizes; the same bytes on any
# number of threads and after a stop; never worse on dev than what it began with.
base=$FIXTURE/tiny.safetensors
printf 'A zebra quacks.\tUn zèbre fait coin-coin.\n' >other.tsv
for n in 1 2 3 4 5 6; do sed -n "$((40 * n)),$((40 * n + 9))p" "$FIXTURE/train.tsv"; done >>other.tsv
go() { "$S2S" train other.tsv --dev "$FIXTURE/test.tsv" -q -m "$@"; }
go one.safetensors --init "$base" --steps 5 --threads 1
go two.safetensors --init "$base" --steps 5 --threads 2
go three.safetensors --init "$base" --steps 3
go three.safetensors --resume --steps 5
for name in two three; do
    cmp one.safetensors $name.safetensors
    cmp one.run/checkpoint.safetensors $name.run/checkpoint.safetensors
done
said() { sed -n 's/.*"command": //p' $1.run/story.json | tr -d ','; }
for name in two three; do said $name | sed "s/$name/one/" >other; said one | cmp - other; done
! cmp -s one.run/checkpoint.safetensors "$base" || echo 'nothing was learnt'
echo 'A zebra quacks.' | "$S2S" vocab encode -q -m one.safetensors >units
echo 'A zebra quacks.' | "$S2S" vocab encode -q -m "$base" | cmp - units
grep -c '<unk>' units || :
grep -o '"step": 0.*dev_loss' one.run/log.jsonl

# int8 is widened; what is learnt further is fp32.
"$S2S" convert -q -m "$base" --precision int8 -o small.safetensors
go wide.safetensors --init small.safetensors --steps 2
"$S2S" info wide.safetensors | sed -n 's/^weights .* in/in/p'

# Its notes say what came before, and whose text that was.
printf 'description\tsmall talk\nattribution\tmine\nscore\t1\n' >notes
"$S2S" convert -q -m one.safetensors --precision int8 --notes notes -o noted.safetensors
go last.safetensors --init noted.safetensors --steps 1
"$S2S" info last.safetensors | grep -A 3 '^notes'

# What would contradict.
no() { status=0; go no.safetensors "$@" >&2 || status=$?; echo "$* $status"; }
base=tiny.safetensors
cp "$FIXTURE/$base" .
no --init $base --hidden 24 --steps 1
no --init $base --hidden 32
no --init $base --bpe 200
no --init $base --initial rnnsearch --force
no --init $base --preset rnnsearch --force
no --init $base --attention none --force
no --init gone.safetensors
no --init other.tsv
