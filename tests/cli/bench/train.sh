# Counts are exact and the same on every machine; times are there, and sum up but for
# what a busy machine takes between two looks at the clock.
small='--train --seconds 0 --updates 2 --embed 8 --hidden 12 --attn-size 6 --vocabulary 30 --batch 3'
"$S2S" bench $small --threads 2 --json >json
! command -v python3 >/dev/null || python3 -m json.tool json >/dev/null
number() { sed "s/.*\"$1\":\([0-9.e+-]*\).*/\1/" json; }
for key in schema_version threads parameters source_tokens target_tokens multiply_adds; do
    echo "$key $(number $key)"
done
number tokens_per_second | awk '{ print ($1 > 0 ? "speed" : "no speed") }'
number percent_of_peak | awk '{ print ($1 > 0 && $1 < 100 ? "share of the peak" : $0) }'
sed 's/.*"part_percent":{\([^}]*\).*/\1/' json | tr ',:' '\n ' |
    awk '{ sum += $2 } END { print NR " parts", (sum > 98 && sum < 102 ? "are all" : sum) }'
# the same words on one thread, but for what was measured
"$S2S" bench $small --threads 1 --lens long | sed 's/[0-9.]* s on/S s on/; s/: [0-9]* target/: N target/' |
    sed -n '1,4p; s/^  \([a-z]*\)  *[0-9].*/\1/p'
# a quotient for each size, the first of them 1
grow='--growth --seconds 0 --embed 6 --hidden 8 --attn-size 5 --vocabulary 9 --batch 2'
"$S2S" bench $grow --only source | sed -n '3,4s,; .*,,p; 6p'
"$S2S" bench $grow --only source | awk 'NR == 8 { print NF, $1 }'
"$S2S" bench $grow --only threads --threads 3 --json | sed 's/seconds":[^}]*/seconds":T/g'
"$S2S" bench $grow --only size || echo "exit $?"
