printf 'a b\tA B\na\tA\n' >text.tsv
"$S2S" link --of-text none.tsv text.tsv
