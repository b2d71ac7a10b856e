# The three steps of each step, of the greedy translation and of a target.
export S2S_MODEL="$FIXTURE/tiny.safetensors"
"$S2S" explain -q "A dog." "Un chien." >out
sed -n 1,3p out
grep '^step' out | sed 's/p = .*//'
# Table: alpha sums to 1; five words, the likeliest first.
awk '/^step/ { if (n) check(); n++; s = 0 } /^ *[0-9]+ /{ s += $4 }
    /words:/ { if (split($0, w, ",") != 5) print "words", $0
        last = 2; for (k = 1; k <= 5; k++) { m = split(w[k], f, " ")
            if (f[m] > last) print "order", $0; last = f[m] } }
    function check() { if (s < 0.999 || s > 1.001) print "sum", s }
    END { check() }' out
# What is greedy takes the likeliest word, but for the end of a text that
# grows too long, and for <pad> and <s>, which no text has.
"$S2S" explain -q "A dog." >out
awk '/^step/ { p = $NF; n++; bad = 0 }
    /words:/ { m = split($0, w, ","); k = split(w[1], f, " ")
        bad = f[k] != p && f[k - 1] != "<pad>" && f[k - 1] != "<s>"
        wrong += bad }
    END { print (n > 1), wrong - bad }' out
"$S2S" explain -q --json "A dog." | grep -o '"source":[^]]*]'
