# What a page shows of a sentence is what its BLEU is of: numbers and names
# that the training has not seen come through there, too.
demo=$S2S_ROOT/models/demo.safetensors
printf 'Mr Kowalski has 1,201 cats.\tM. Kowalski a 1 201 chats.\n' >test.tsv
printf 'He has two cats.\tIl a deux chats.\n' >>test.tsv
"$S2S" report -q -m "$demo" --test test.tsv -o page.html
cut -f 1 test.tsv | "$S2S" translate -q -m "$demo" | head -n 1 >text
cat text
grep -c -F -f text page.html
