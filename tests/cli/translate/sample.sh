# The same for the same seed and the same place of the line, whatever the threads
# and the lines beside; the likeliest alone is greedy.
tiny() { "$S2S" translate -q -m "$FIXTURE/tiny.safetensors" "$@"; }
printf 'A dog.\nThe man reads.\n' | tiny --sample --seed 3 --threads 3 >two
tail -n 1 two >last
printf '\nThe man reads.\n' | tiny --sample --seed 3 | tail -n 1 | cmp - last && echo same
tiny --sample --seed 3 "" "The man reads." | tail -n 1 | cmp - last && echo same
tiny --sample --seed 3 "A dog." >first
head -n 1 two | cmp - first && echo same
printf '\nThe man reads.\n' | tiny --sample --seed 4 | tail -n 1 | cmp -s - last || echo different
# a line that comes again has draws of its own, in the next batch of lines, too
yes 'The dog reads 17 books.' | head -n 600 | tiny --sample --seed 3 --temperature 2 >many
[ "$(sort -u many | wc -l)" -gt 300 ] && echo different
yes '' | head -n 599 >blank
{ cat blank; echo 'The dog reads 17 books.'; } | tiny --sample --seed 3 --temperature 2 --threads 1 |
    tail -n 1 >one
tail -n 1 many | cmp - one && echo same
tiny --sample --top-k 1 "A dog." >greedy
tiny --beam 1 "A dog." | cmp - greedy && echo greedy
tiny --sample --beam 5 "A dog."
