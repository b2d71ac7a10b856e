# Words are what white space parts, of whatever kind, to `link` and to models,
# whether their units are words or pieces, and whether they have ever seen it.
printf 'A man.\tUn homme.\n' >dev
"$S2S" train --quiet --threads 1 --tokens word --embed 8 --hidden 8 --steps 1 \
    --tune no --guide 0 --reverse -m back.safetensors \
    --dev dev "$FIXTURE/test.tsv" >log
printf 'A dog.\tUn chien.\343\200\200Un\302\240homme.\302\240\n' >pairs
echo 0-0 1-3 >pairs.align
for kind in forward union; do
    "$S2S" align -m "$FIXTURE/tiny.safetensors" --backward back.safetensors \
        --links "$kind" <pairs | tr ' ' '\n' | sed 's/.*-//' | sort -nu | tail -n 1
done
"$S2S" align -m "$FIXTURE/tiny.safetensors" --gold pairs.align \
    --gold-text pairs >gold && echo gold
"$S2S" align -m "$FIXTURE/tiny.safetensors" --words --csv <pairs
"$S2S" link pairs
