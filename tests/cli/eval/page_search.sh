# The page shows the translations that were scored, however they were searched.
printf 'I love good music very much.\tJ adore la bonne musique.\n' >t.tsv
printf 'Where is the old train station?\tOù est la vieille gare ?\n' >>t.tsv
"$S2S" eval -q -m "$S2S_ROOT/models/demo.safetensors" t.tsv --csv --hyp h.txt \
    --char-reward -5 --word-reward -5 --report p.html >out
grep -o '<dt>translation</dt><dd dir="auto"><bdi>[^<]*' p.html | sed 's/.*>//' | sort >a
sed "s/'/\&#39;/g" h.txt | grep -vxFf a || true # none is missing
"$S2S" eval -q -m "$S2S_ROOT/models/demo.safetensors" t.tsv --csv --hyp h0.txt >out
! cmp -s h.txt h0.txt # or this shows nothing
