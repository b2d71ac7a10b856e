# What is shown at a check, and at the end; with -q nothing; no control
# characters, whatever the corpus holds.
sed 's/^/\x1b[31m/' "$FIXTURE/test.tsv" >dev.tsv
go() { "$S2S" train "$FIXTURE/train.tsv" --dev dev.tsv --embed 16 --hidden 24 --attn-size 12 \
    --bpe 100 --batch 16 --steps 4 --force -m m.safetensors "$@"; }
count() { echo "$1: $(grep -c "$1" said)"; }
go 2>said
for line in '^update 4: dev cross-entropy .*(best so far)$' '^    source      <U+001B>' \
    '^    translation ' '^    reference   ' '^dev part, beam 5: BLEU .*: next to nothing' \
    '^    BLEU|nrefs:1|case:mixed' '^best of dev' '^worst of dev' '^   ->  ' '^  ref  ' '^hints$' \
    '^  \* ' '^model: m.safetensors$' '^log:   m.run/log.jsonl$'; do
    count "$line"
done
# The matrix: a head of upright words, then at most 16 rows of shades.
sed -n '/^    reference/,/^best/p' said | grep -c '  [.:=+*#%@-][.:=+*#%@-]*$' | grep -x '[1-9]\|1[0-6]' >rows
LC_ALL=C grep -c "[$(printf '\001-\010\013-\037')]" said || :
go -q
# Without attention there is no matrix to show.
go --attention none 2>&1 | sed -n '/^    reference/,/^best/p' | cut -c 1-9
