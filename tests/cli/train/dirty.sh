# Lines that cannot be used are counted by reason, the first of each is named, and
# the rest is learnt from.
{
    printf '\357\273\277The first line.\tLa ligne.\r\n'
    printf 'only one column\n\n\tno source\nno target\t\n'
    printf 'bad \377 byte\tmauvais octet\n'
    printf 'nul \000 byte\toctet\n'
    cat "$FIXTURE/train.tsv"
} >corpus.tsv
"$S2S" train corpus.tsv --embed 8 --hidden 8 --attn-size 8 --steps 1 2>&1 | sed '/^units/,$d'
test -s corpus.safetensors
