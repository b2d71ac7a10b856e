#!/bin/sh
# results.sh: the measurements that take long, as a queue that can be stopped
# at any time and goes on at the same command.
#
#   scripts/results.sh list            each row: finished, begun, to do, or
#                                      without its data
#   scripts/results.sh run [NAME...]   the rows that are not finished (of those
#                                      named), one after the other
#   scripts/results.sh table           the finished ones as Markdown
#
# A row is one `s2s compare`; each of its trainings takes at most an hour on
# two cores.  A finished row is a line of docs/results.jsonl (name, command,
# data, seed, code, machine, figures) and, but for ablations, a picture
# docs/curve-NAME.svg; whoever measures commits them.  What is begun lies in
# models/results/NAME.  A line's command is what its own code was given; where
# it lacks the options of PLAIN below, they were that code's defaults.
# Elsewhere: S2S=program, S2S_RESULTS=file, S2S_WORK=folder, S2S_DATA=folder.
set -u
cd "$(dirname "$0")/.." || exit 2
top=$PWD
S2S=${S2S:-$top/s2s}
results=${S2S_RESULTS:-$top/docs/results.jsonl}
work=${S2S_WORK:-$top/models/results}
shared=${S2S_DATA:-$top/../shared/data}

# ==== The rows, decided beforehand =====================================

# As the lecture has the models: without what helps text of some sizes.
PLAIN='--cell-norm no --word-dropout 0 --r-drop 0 --schedule plateau --warmup 0'
# The demo's sizes and updates: a minute or two a training.
BUNDLED="$PLAIN --embed 96 --hidden 192 --attn-size 96 --lr 0.003 --dropout 0.1 --batch 32 --steps 3000 --patience 1000"
# Multi30k joined: the sizes that s2s chooses for 9,667 pairs; 27 passes.
JOINED="$PLAIN --dropout 0.4 --lr 0.001 --steps 8000 --patience 1000 --bins 1-15,16-27,28-40,41-52,53-"
# Hansards of up to 60 words: 12 passes over 48,000 pairs.
HANSARDS="$PLAIN --bpe 5000 --embed 192 --hidden 384 --attn-size 192 --dropout 0.1 --batch 64 --steps 9000 --patience 1000"
# AER: what each alignment needs to settle, two thirds of an hour a row on one core.
AER="$PLAIN --bpe 5000 --embed 128 --hidden 256 --attn-size 128 --dropout 0.1 --batch 64 --steps 4000 --patience 1000 --precision bf16 --beam 1"
# What each option is worth where text is little; sizes as s2s chooses, 12 passes.
ABLATION='--precision bf16 --epochs 12 --patience 1000 --r-drop 0'
TINY='--embed 8 --hidden 12 --attn-size 6 --bpe 50 --max-len 1000 --beam 1'

# NAME|DATA|OPTIONS; `run` alone leaves out the rows test-*.
rows() {
    cat << END
bundled-scores|bundled|$BUNDLED --attention none,concat,qk,dot,general,cosine,mlp,linear
bundled-focuses|bundled|$BUNDLED --focus soft,uniform,local-m,local-p,hard,none
bundled-hard|bundled|$BUNDLED --focus hard --hard-estimator reinforce,gumbel
bundled-encoders|bundled|$BUNDLED --encoder bi,uni,window,selfrnn,self
bundled-positions|bundled|$BUNDLED --encoder self --position none,sin,learned
bundled-cells|bundled|$BUNDLED --cell lstm,gru,rnn
bundled-cells-none|bundled|$BUNDLED --attention none --cell lstm,gru,rnn
bundled-summaries|bundled|$BUNDLED --attention none --summary last,first,mean,max,attention,hier
bundled-presets|bundled|--embed 96 --hidden 192 --attn-size 96 --batch 32 --steps 3000 --patience 1000 --preset rnnsearch,rnnencdec
joined|joined|$JOINED --attention none,concat
hansards|hansards|$HANSARDS --bins 1-10,11-20,21-30,31-40,41-50,51-60,61- --attention none,concat
hansards-halves|hansards|$HANSARDS --bins 1-30,31-60 --attention none,concat
aer-forward|gold|$AER --guide 0,0.3
aer-backward|gold|$AER --guide 0,0.3 --reverse
bundled-distances|bundled|$BUNDLED --cell rnn --encoder bi,uni,self,selfrnn
bundled-distances-learned|bundled|$BUNDLED --cell rnn --position learned --encoder bi,self
ablations-10k-tie|10k|$ABLATION --tie none,out,all
ablations-10k-cell-norm|10k|$ABLATION --cell-norm no,yes
ablations-10k-dropout|10k|$ABLATION --dropout 0,0.15,0.3,0.5
ablations-10k-dropout-kind|10k|$ABLATION --dropout-kind plain,variational
ablations-10k-word-dropout|10k|$ABLATION --word-dropout 0,0.1,0.2
ablations-10k-smoothing|10k|$ABLATION --smoothing 0,0.1,0.2
ablations-10k-bpe-dropout|10k|$ABLATION --bpe-dropout 0,0.1
ablations-10k-average|10k|$ABLATION --average 0,0.998
ablations-10k-average-best|10k|$ABLATION --average-best 0,4
ablations-10k-schedule|10k|$ABLATION --schedule plateau,linear,cosine
ablations-10k-min-count|10k|$ABLATION --min-count 1,5,10
ablations-10k-guide|10k|$ABLATION --guide 0,0.1
ablations-10k-lexicon|10k|$ABLATION --lexicon 0,0.001
ablations-10k-r-drop|10k|--precision bf16 --epochs 12 --patience 1000 --r-drop 0,1
test-tiny|tiny|$TINY --steps 5 --attention none,concat --bins 1-8,9-
test-stop|tiny|$TINY --steps 600 --patience 1000 --batch 1 --attention none,concat
END
}

# row NAME: sets data and options
row() {
    line=$(rows | grep "^$1|") || return 1
    data=${line#*|} options=${data#*|} data=${data%%|*}
}

# ==== Data =============================================================

# need FILE...: which of them is not there?
need() {
    for file; do
        [ -f "$file" ] || { absent=$file; return 1; }
    done
}

# corpora FOLDER: for $data sets train, dev, test, more; makes in FOLDER (which
# may be empty: then nothing is made) what has to be made
corpora() {
    more='' absent=''
    case $data in
    bundled)
        train=$top/data/train.en-fr.tsv dev=$top/data/dev.en-fr.tsv
        test=$top/data/test.en-fr.tsv
        need "$train" "$dev" "$test" ;;
    joined)
        m=$shared/multi30k
        need "$m/train.en-fr.tsv.gz" "$m/val.en-fr.tsv" \
            "$m/test_2016_flickr.en-fr.tsv" || return 1
        train=$1/joined.tsv dev=$1/joined-dev.tsv test=$1/joined-test.tsv
        [ "$1" ] || return 0
        gzip -dc "$m/train.en-fr.tsv.gz" | sh scripts/join_sentences.sh cycle > "$train" &&
            sh scripts/join_sentences.sh cycle < "$m/val.en-fr.tsv" > "$dev" &&
            sh scripts/join_sentences.sh each < "$m/test_2016_flickr.en-fr.tsv" > "$test" ;;
    10k) # the first pairs of Multi30k
        m=$shared/multi30k
        dev=$m/val.en-de.tsv test=$m/test_2016_flickr.en-de.tsv train=$1/ten-thousand.tsv
        need "$m/train.en-de.tsv.gz" "$dev" "$test" || return 1
        [ "$1" ] || return 0
        gzip -dc "$m/train.en-de.tsv.gz" | awk 'NR <= 10000' > "$train" ;;
    hansards)
        h=$shared/hansards
        train=$h/train.flat.en-fr.tsv.gz dev=$h/dev.en-fr.tsv
        test=$h/test.bylen.en-fr.tsv
        more="--gold $h/gold-test.en-fr.align --gold-text $h/gold-test.en-fr.tsv"
        need "$train" "$dev" "$test" "$h/gold-test.en-fr.align" "$h/gold-test.en-fr.tsv" ;;
    gold) # both gold texts are learnt from, as every aligner does; no link is
        h=$shared/hansards
        more="--gold $h/gold-test.en-fr.align --gold-text $h/gold-test.en-fr.tsv"
        need "$h/train.en-fr.tsv.gz" "$h/dev.en-fr.tsv" "$h/test.en-fr.tsv" "$h/gold-test.en-fr.align" \
            "$h/gold-test.en-fr.tsv" "$h/gold-trial.en-fr.tsv" || return 1
        train=$1/hansards.tsv dev=$h/dev.en-fr.tsv test=$h/test.en-fr.tsv
        [ "$1" ] || return 0
        { gzip -dc "$h/train.en-fr.tsv.gz" && cat "$h/gold-trial.en-fr.tsv" "$h/gold-test.en-fr.tsv"; } > "$train" ;;
    tiny)
        need "$top/data/train.en-fr.tsv" || return 1
        train=$1/tiny.tsv dev=$1/tiny-dev.tsv test=$1/tiny-test.tsv
        [ "$1" ] || return 0
        awk 'NR <= 200' "$top/data/train.en-fr.tsv" > "$train" &&
            awk 'NR > 200 && NR <= 220' "$top/data/train.en-fr.tsv" > "$dev" &&
            awk 'NR > 220 && NR <= 240' "$top/data/train.en-fr.tsv" > "$test" ;;
    esac
}

# ==== Running ==========================================================

finished() { [ -f "$results" ] && grep -q "^{\"name\":\"$1\"," "$results"; }

# folder NAME: rows that train the same models share one
folder() {
    case $1 in
    hansards-*) echo "$work/hansards" ;;
    *) echo "$work/$1" ;;
    esac
}

machine() {
    cpu=$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo 2> /dev/null | head -n 1)
    echo "$(getconf _NPROCESSORS_ONLN 2> /dev/null || echo 1) x ${cpu:-$(uname -m)}" | tr -d '"'
}

# one NAME: runs it, or goes on with it; its line and its picture
one() {
    row "$1"
    here=$(folder "$1")
    mkdir -p "$here" || return 1
    corpora "$here" || { echo "$1: skipped: no $absent"; return 0; }
    picture=$(dirname "$results")/curve-$1.svg
    echo "==== $1 ===="
    set -m 2> /dev/null # a process group of its own: Ctrl-C comes through stop alone, once
    # shellcheck disable=SC2086 # several words
    (cd "$here" && exec "$S2S" compare "$train" --dev "$dev" --test "$test" $options $more \
        --seed 1 --svg "$here/$1.svg" --json) > "$here/$1.json" &
    child=$!
    set +m
    wait $child
    status=$?
    child=''
    [ $status -eq 0 ] || { echo "$1: not finished (exit $status)"; return $status; }
    said=$(echo "s2s compare $train --dev $dev --test $test $options $more --seed 1" |
        sed "s,$shared/,../shared/data/,g; s,$here/,,g; s,$top/,,g; s,  *, ,g")
    code=$(git describe --always --dirty 2> /dev/null || "$S2S" --version | head -n 1)
    printf '{"name":"%s","command":"%s","data":"%s","seed":1,"code":"%s","machine":"%s","figures":%s}\n' \
        "$1" "$said" "$data" "$code" "$(machine)" "$(tr -d '\n' < "$here/$1.json")" \
        > "$here/$1.line" &&
        case $1 in ablations-*) ;; *) cp "$here/$1.svg" "$picture" ;; esac &&
        cat "$here/$1.line" >> "$results" &&
        echo "$1: finished"
}

# A signal goes to the training, which saves; then the queue ends.
child=''
stop() {
    trap '' INT TERM
    [ -z "$child" ] || { kill -TERM "$child" 2> /dev/null; wait "$child"; }
    echo "stopped; the same command goes on"
    exit "$1"
}

run() {
    trap 'stop 130' INT
    trap 'stop 143' TERM
    [ -x "$S2S" ] || { echo "no program $S2S: make" >&2; exit 2; }
    mkdir -p "$work" "$(dirname "$results")" || exit 5
    # shellcheck disable=SC2046 # several words
    [ $# -gt 0 ] || set -- $(rows | sed -n '/^test-/!s/|.*//p')
    failed=0
    for name; do
        row "$name" || { echo "no row $name; list shows them" >&2; exit 2; }
    done
    for name; do
        if finished "$name"; then
            echo "$name: finished already; again:" \
                "S2S_RESULTS=/tmp/again.jsonl S2S_WORK=/tmp/again scripts/results.sh run $name"
            continue
        fi
        one "$name"
        case $? in
        0) ;;
        130 | 143) exit "$status" ;;
        *) failed=$((failed + 1)) ;;
        esac
    done
    [ $failed -eq 0 ]
}

list() {
    rows | sed 's/|.*//' | while read -r name; do
        row "$name"
        if finished "$name"; then state=finished
        elif ! corpora ''; then state="no $absent"
        elif [ -d "$(folder "$name")" ]; then state=begun
        else state='to do'; fi
        printf '%-28s %s\n' "$name" "$state"
    done
}

# ==== Tables ===========================================================

# One pass over the lines; the figures are those of `s2s compare --json`.
table() {
    [ -f "$results" ] || { echo "no $results" >&2; exit 5; }
    awk '
    # what stands after "key": in s, up to the comma or bracket
    function get(s, key,    k) {
        k = index(s, "\"" key "\":")
        if (!k) return ""
        s = substr(s, k + length(key) + 3)
        if (substr(s, 1, 1) == "\"") { s = substr(s, 2); sub(/".*/, "", s) }
        else sub(/[],}].*/, "", s)
        return s
    }
    function part(s, key,    k) {
        k = index(s, "\"" key "\":{")
        s = substr(s, k)
        return substr(s, 1, index(s, "}"))
    }
    function bleu(s) {
        return sprintf("%.1f [%.1f, %.1f]", get(s, "bleu"), get(s, "low"), get(s, "high"))
    }
    function large(x) { return x + 0 >= 1e6 ? sprintf("%.2f M", x / 1e6) : sprintf("%.1f k", x / 1e3) }
    function twin_row(s,    p) {
        p = get(part(s, "test"), "p")
        printf "| %s | %s | %s | %s | %s | %.1f | %s | %s | %s | %.0f |\n", get(s, "name"),
            bleu(part(s, "train")), bleu(part(s, "dev")), bleu(part(s, "test")),
            p == "" ? "" : sprintf("%.3f", p), get(part(s, "test"), "chrf"),
            get(s, "aer") == "null" ? "" : sprintf("%.3f", get(s, "aer")),
            large(get(s, "parameters")), large(get(s, "multiply_adds")), get(s, "seconds")
    }
    function bins(s, into,    k, n) {
        sub(/.*"by_length":\[/, "", s); sub(/\].*/, "", s)
        n = split(s, into, "}")
        return n - 1
    }
    function by_length(twin, n,    t, k, b, count, line) {
        count = bins(twin[1], b)
        line = "| BLEU at words"; rule = "|---"
        for (k = 1; k <= count; k++) {
            to = get(b[k], "to")
            line = line " | " get(b[k], "from") (to == "null" ? "+" : "-" to)
            rule = rule "|---"
        }
        print "\n" line " | last over first |\n" rule "|---|"
        for (t = 1; t <= n; t++) {
            count = bins(twin[t], b)
            line = "| " get(twin[t], "name")
            for (k = 1; k <= count; k++) line = line " | " bleu(b[k])
            printf "%s | %.3f [%.3f, %.3f] |\n", line, get(twin[t], "ratio"),
                get(twin[t], "ratio_low"), get(twin[t], "ratio_high")
        }
    }
    {
        n = split(substr($0, index($0, "\"twins\":[")), piece, "{\"name\":")
        for (k = 2; k <= n; k++) twin[k - 1] = "{\"name\":" piece[k]
        printf "%s### %s\n\n`%s`\n\n", (NR > 1 ? "\n" : ""), get($0, "name"), get($0, "command")
        printf "Seed %s, code %s, %s; %s training, %s dev, %s test sentences.\n\n",
            get($0, "seed"), get($0, "code"), get($0, "machine"),
            get(part(twin[1], "train"), "sentences"), get(part(twin[1], "dev"), "sentences"),
            get(part(twin[1], "test"), "sentences")
        printf "| %s | BLEU, train | BLEU, dev | BLEU, test | p | chrF | AER | parameters | " \
            "multiply-adds | seconds |\n|---|---|---|---|---|---|---|---|---|---|\n",
            get($0, "option")
        for (k = 1; k < n; k++) twin_row(twin[k])
        by_length(twin, n - 1)
    }' "$results"
}

case ${1:-} in
list) list ;;
run) shift; run "$@" ;;
table) table ;;
*) sed -n '2,/^set/s/^# \{0,1\}//p' "$0" | sed '$d' >&2; exit 2 ;;
esac
