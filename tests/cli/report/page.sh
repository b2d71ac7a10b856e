# What stands in a page: curves, chosen sentences, the best and the worst, and
# nothing of what a sentence holds as markup.
"$S2S" report "$FIXTURE/tiny.safetensors" --test "$FIXTURE/test.tsv" -o page.html \
    --twin "$FIXTURE/none.safetensors" --sentence '</script><img src=x onerror=alert(1)>' \
    --sentence 'A "dog" & a cat.'
grep -c '<img\|<script' page.html || true
grep -o '<h3>[^<]*</h3>' page.html
grep -o "\[95 % bootstrap interval\]" page.html
grep -c '<polygon' page.html
grep -o '&lt;/script&gt;&lt;img src=x[^<]*' page.html | head -n 1
[ "$(wc -c <page.html)" -lt 2000000 ]
# without attention; without a run folder
"$S2S" report -q "$FIXTURE/none.safetensors"
grep -o 'This model has no attention' report.html
cp "$FIXTURE/tiny.safetensors" alone.safetensors
"$S2S" report -q alone.safetensors
grep -o 'There is no log\|Not measured' report.html
"$S2S" report alone.safetensors --twin alone.safetensors || echo $?
"$S2S" report alone.safetensors --test nothing.tsv || echo $?
