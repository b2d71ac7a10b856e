# Each fault, planted in a clean corpus, is found where it is, and alone (but
# for the characters seen once that some of them bring).
head -n 6000 "$S2S_ROOT/data/train.en-fr.tsv" >clean.tsv

# planted NAME AWK-PROGRAM: what it finds in the corpus so changed
planted() {
    awk -F '\t' -v OFS='\t' "$2" clean.tsv >"$1.tsv"
    echo "== $1"
    rare='/^note rare/,/^  line/d'
    [ "$1" != rare ] || rare=''
    { "$S2S" check "$1.tsv" --lines 1 || echo "exit $?"; } |
        sed -n "$rare"'; /^note/p; /^WARN/p; /^  line/p; /^  source:/p; /^exit/p'
}
planted none '{ print }'
planted lost 'NR == 7 { sub(/e/, "\357\277\275", $2) } { print }'
planted twice 'NR % 100 == 7 { gsub("é", "Ã©", $2) } { print }'
planted cyrillic_twice 'NR == 9 { $2 = $2 " Ð¿Ñ€Ð¸" } { print }'
planted entity 'NR == 8 { $1 = $1 " &quot;so&quot;"; $2 = $2 " &#39;" } { print }'
planted tag 'NR % 50 == 8 { $2 = "<b>" $2 "</b>" } { print }'
planted soft_hyphen 'NR == 30 { sub(/a/, "a\302\255", $1) } { print }'
planted control 'NR == 30 { sub(/a/, "a\033[31m", $1) } { print }'
planted homoglyph 'NR == 40 { sub(/a/, "а", $1) } { print }'
planted swapped 'NR % 10 == 3 { t = $1; $1 = $2; $2 = t } { print }'
planted untranslated 'NR % 25 == 3 { $2 = "so " $1 } { print }'
planted identical 'NR % 25 == 3 { $2 = $1 } { print }'
planted script 'NR == 50 { $2 = "Где находится вокзал?" } { print }'
planted ratio 'NR == 60 { $2 = "Oui." } NR == 61 { $1 = $1 " " $1 " " $1 " " $1 } { print }'
planted length 'NR == 70 { for (i = 0; i < 5; i++) { $1 = $1 " " $1; $2 = $2 " " $2 } } { print }'
planted run_together 'NR == 70 { $1 = $1 $1; $2 = $2 " " $2; gsub(/[ .,]/, "", $1) } { print }'
planted ending 'NR % 10 == 1 { sub(/.$/, "", $2) } { print }'
planted apostrophe 'NR % 10 == 1 { gsub("\047", "’") } { print }'
planted accent 'NR % 10 == 1 { gsub("\047", "`") } NR == 12 { sub("\047", "´", $2) } { print }'
planted space 'NR % 10 < 2 { sub(/ ?[.]$/, NR % 10 ? " !" : "\302\240!", $2) } { print }'
planted nfd 'NR % 10 == 1 { gsub("é", "e\314\201") } { print }'
planted many 'NR % 10 == 1 { print; $2 = "Ou bien : " $2 } { print }'
planted rare 'NR == 80 { $1 = $1 " ☃" } { print }'
cut -f 1 clean.tsv >src
cut -f 2 clean.tsv | sed 900d >tgt
echo "Une ligne de plus." >>tgt
echo "== shifted"
{ "$S2S" check --src src --tgt tgt --lines 1 || echo "exit $?"; } |
    sed -n '/^WARNING shifted/p; /from about/p; /^exit/p'
