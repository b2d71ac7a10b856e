# Texts that differ in how they are composed are the same text.
printf 'caf\303\251 noir\tcafe\314\201 noir\nle chat\tthe cat\nun chien\tdog \303\251\n' >c.tsv
printf 'un chien\tdog e\314\201\n' >test.tsv
"$S2S" check c.tsv --only identical --lines 0 || true
"$S2S" check c.tsv --test test.tsv --only leak --lines 0 || true
# as many copies of a source as a test part asks about take no longer
awk 'BEGIN { for (i = 0; i < 2000; i++) print "yes.\toui " i }' >many.tsv
timeout 20 "$S2S" check many.tsv --test many.tsv --only leak --lines 0 | head -n 2 || true
