# One link that should not be, one of two that are only possible.
printf 'the dog sleeps\tle chien dort\nthe house\tla maison\n' >text.tsv
printf '0-0 1-1\n0?0 1-1\n' >text.align
"$S2S" link --gold text.align --gold-text text.tsv --also text.tsv "$S2S_ROOT/data/dev.en-fr.tsv"
