# Asked for, the curve comes with its colours into a pipe, too.
"$S2S" eval -q -m "$FIXTURE/tiny.safetensors" "$FIXTURE/test.tsv" --color always >a
"$S2S" eval -q -m "$FIXTURE/tiny.safetensors" "$FIXTURE/test.tsv" >b
grep -c "$(printf "\033")\[38;5;25m" a # with all 256 of them
! grep "$(printf '\033')" b
