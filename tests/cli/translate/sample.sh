# The same for the same seed, whatever the threads and the lines beside; the
# likeliest alone is greedy.
tiny() { "$S2S" translate -q -m "$FIXTURE/tiny.safetensors" "$@"; }
printf 'A dog.\nThe man reads.\n' | tiny --sample --seed 3 --threads 3 >two
tail -n 1 two >last
tiny --sample --seed 3 "The man reads." | cmp - last && echo same
tiny --sample --seed 4 "The man reads." | cmp -s - last || echo different
tiny --sample --top-k 1 "A dog." >greedy
tiny --beam 1 "A dog." | cmp - greedy && echo greedy
tiny --sample --beam 5 "A dog."
