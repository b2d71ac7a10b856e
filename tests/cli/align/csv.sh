# Source across, target down, rows that sum to 1.
"$S2S" align -m "$FIXTURE/tiny.safetensors" --csv --words 'A dog.' 'Un chien.' >out
cut -d , -f 1 out
head -n 1 out
awk -F , 'NR > 1 { s = 0; for (j = 2; j <= NF; j++) s += $j; if (s < 0.9999 || s > 1.0001) print "sum " s }' out
