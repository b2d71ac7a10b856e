#!/bin/sh
# make check: builds and runs the tests; the last line says how many passed.
# make check-all: those and the slow ones: clang, sanitizers, kill and resume,
# the pages in a browser, the pictures in a terminal, the demo with its gate,
# the README's commands, fuzzing, PyTorch.
#
#   tests/run.sh [all]      J=2 at a time (quick ones J + 1),
#                           T=300 seconds a program,
#                           ONLY=table runs the unit tests of that name alone
set -u
cd "$(dirname "$0")/.." || exit 2
J=${J:-$(nproc 2> /dev/null || getconf _NPROCESSORS_ONLN || echo 2)} T=${T:-300}
ONLY=${ONLY:-} MAKE=${MAKE:-make} PYTHON=${PYTHON:-python3}
export CK_DEFAULT_TIMEOUT="${CK_DEFAULT_TIMEOUT:-120}" CK_VERBOSITY=normal
unset MAKEFLAGS MAKELEVEL MODE S2S_ISA S2S_MODEL
tmp=$(mktemp -d) || exit 2
mkdir "$tmp/tests" || exit 2
export TMPDIR="$tmp/tests"
trap 'rm -rf "$tmp"' EXIT
# timeout gives what it runs a group of its own, and passes on what it is told
trap 'trap "" TERM; kill $! 0; exit 130' INT TERM
passed=0 failed=0 skipped=0 started=$(date +%s)

# what a shell runs beside itself does not hear of SIGINT otherwise, and what
# nohup runs not of SIGHUP
interruptible='env --default-signal=INT,HUP'
have() { command -v "$1" > /dev/null; }
skip() { skipped=$((skipped + 1)); echo "skipped $*"; }

# skips: what the log says it skipped, once each
skips() {
    grep '^skipped' "$tmp/log" | sort -u > "$tmp/skipped"
    cat "$tmp/skipped"; skipped=$((skipped + $(grep -c . "$tmp/skipped")))
}

# verdict NAME GOOD BAD: adds them up and says so, with the log if any is bad
verdict() {
    passed=$((passed + $2)) failed=$((failed + $3))
    if [ "$3" -eq 0 ]; then echo "ok      $1 ($2${took:+, $took s})"; return; fi
    echo "FAILED  $1"; tail -n 60 "$tmp/log"
}

# bounded SECONDS COMMAND...: its status, its words in $tmp/log
bounded() {
    took=$(date +%s)
    $interruptible timeout -k 10 "$@" > "$tmp/log" 2>&1 < /dev/null &
    wait $!
    ended=$? took=$(($(date +%s) - took))
    worth_a_word
    return $ended
}
# how long a step took is said from ten seconds on
worth_a_word() { [ "${took:-0}" -ge 10 ] || took=''; }

# one NAME SECONDS COMMAND...: a step that counts as one test
one() {
    step=$1; shift
    if bounded "$@"; then verdict "$step" 1 0; else verdict "$step" 0 1; fi
}

# summed NAME SECONDS COMMAND...: one that ends with "N passed, N failed"; its
# lines "skipped ..." are passed on
summed() {
    step=$1; shift
    bounded "$@"
    totals=$(tail -n 1 "$tmp/log" |
        sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed.*/\1 \2/p')
    # shellcheck disable=SC2086 # two words, or none
    set -- $totals
    bad=${2:-1}
    [ $ended -eq 0 ] || [ "$bad" -gt 0 ] || bad=1
    skips
    verdict "$step" "${1:-0}" "$bad"
}

# build NAME VARIABLE=VALUE... TARGET...: in build/NAME, whatever CC is; warnings
# are failures; if it fails, its tests are not run
build() {
    name=$1; shift
    if ! bounded 900 "$MAKE" -j"$J" B="build/$name" "$@"; then
        failed=$((failed + 1)); echo "FAILED  build $name"
        grep -v '^  [a-z][a-z]  ' "$tmp/log" | head -40
        return 1
    fi
    grep -A3 'warning:' "$tmp/log" > "$tmp/warnings" &&
        mv "$tmp/warnings" "$tmp/log" && verdict "warnings $name" 0 1
    passed=$((passed + 1)); echo "ok      build $name${took:+ ($took s)}"
}

# queue STEP...: these functions, J at a time.  J workers walk the list, and
# each takes what no other has: a step is whose who made its folder.  There its
# log and totals lie; its words come when it has ended.
queue() {
    many=$J J=$(((J + $# - 1) / $#)) worker=0
    while [ $worker -lt "$many" ]; do
        work "$@" &
        worker=$((worker + 1))
    done
    wait
    J=$many
    for step; do
        read -r good bad left < "$tmp/$step/totals" || good=0 bad=1 left=0
        passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + left))
    done
}
work() {
    for step; do
        mkdir "$tmp/$step" 2> /dev/null || continue
        (
            trap 'kill $!; exit 143' TERM
            tmp=$tmp/$step passed=0 failed=0 skipped=0
            $step
            echo "$passed $failed $skipped" > "$tmp/totals"
        ) > "$tmp/$step.words" 2>&1
        cat "$tmp/$step.words"
    done
}

# ==== Unit tests =======================================================

# names PATTERN: the unit tests whose source has it, but for the slow one
slow=test_learns
names() {
    # shellcheck disable=SC2086 # a pattern of file names
    grep -l "$1" tests/unit/test_${ONLY:-*}.c 2> /dev/null |
        sed 's,.*/,,; s,\.c$,,' | grep -v "^$slow\$"
}
# without TESTS: those of stdin that are not among them
without() { echo "$1" > "$tmp/without"; grep -vxF -f "$tmp/without"; }

# unit NAME DIR TESTS [VARIABLE=VALUE...]: those built in DIR, J at a time
unit() {
    name=$1 dir=$2 tests=$3; shift 3
    [ "$tests" ] || return 0
    # shellcheck disable=SC2016 # that shell expands it
    echo "$tests" | $interruptible "$@" xargs -P "$J" -I '{}' sh -c '
        trap "kill \$!; exit 143" TERM
        began=$(date +%s)
        timeout -k 10 "$1" "$2/tests/$4" > "$3/$4.log" 2>&1 < /dev/null &
        wait $!
        echo $? $(($(date +%s) - began)) > "$3/$4.ended"' sh "$T" "$dir" "$tmp" '{}'
    for p in $tests; do
        mv "$tmp/$p.log" "$tmp/log"
        read -r ended took < "$tmp/$p.ended" || ended=1 took=''
        worth_a_word
        skips
        counted "$name $p"
    done
}

# Check's "93%: Checks: 15, Failures: 1, Errors: 0" of a program; one that
# ended without it, or lies about it, counts as one failure.
counted() {
    totals=$(sed -n 's/^[0-9]*%: Checks: \([0-9]*\), Failures: \([0-9]*\), Errors: \([0-9]*\)$/\1 \2 \3/p' "$tmp/log" | tail -n 1)
    step=$1
    # shellcheck disable=SC2086 # three words, or none
    set -- $totals
    bad=$((${2:-0} + ${3:-0})) all=${1:-0}
    good=$((all - bad))
    [ $bad -gt 0 ] || { [ "$ended" -eq 0 ] && [ "$totals" ]; } || bad=1
    verdict "$step" $good $bad
}

# replay NAME DIR: the fuzz targets built in DIR, each over its corpus
replay() {
    [ "$ONLY" ] && return
    for c in tests/fuzz/corpus/*/; do
        p=replay_$(basename "$c")
        one "$1 $p" "$T" "$2/tests/$p" "$c"
    done
}

# ==== make check =======================================================

# what computes, and what proves gradients: f64 proves them through the plain
# kernels, so that the plain ones in float can wait for check-all, as does
# what takes longest (those of kernels go through all rows by themselves)
numbers='"\(kern\|nn\|model\|task\)/\|"layer\.h"\|"numeric\.h"'
gradients='"layer\.h"\|"numeric\.h"\|"nn/\|"model/network'
numbers=$(names "$numbers" | grep -v -x 'test_\(kern\|gemm\|i8\|bf16\)')
gradients=$(names "$gradients" | grep -v -x 'test_\(config\|ends\|kinds\|schedule\|bf16_training\)')
later=$(printf '%s\n' "$gradients" test_convert test_bf16_training "$(names '"task/train\.h"')")
[ ! "$ONLY" ] || later=$gradients

units_release() { unit release build/release "$(names .)"; }
units_ref() {
    unit ref build/release "$(echo "$numbers" | without "$later")" S2S_ISA=ref
    replay release build/release
}
units_f64() {
    [ "$gradients" ] || return
    # shellcheck disable=SC2046 # several targets
    build f64 MODE=f64 $(echo "$gradients" | sed 's,^,build/f64/tests/,') &&
        unit f64 build/f64 "$gradients"
}
commands() {
    summed cli 300 sh tests/cli/run.sh
    summed "same bits" 300 sh tests/samebits.sh quick
}
sources() {
    one lint 60 sh scripts/lint.sh
    if have shellcheck; then
        # shellcheck disable=SC2046 # several files
        one shellcheck 120 shellcheck -x -s sh -S warning -e SC1112 $(git ls-files '*.sh' scripts/demo \
            scripts/check .ci/run 2> /dev/null | grep -v '^tests/cli/.*/')
    else
        skip "shellcheck: not installed"
    fi
    if have "$PYTHON"; then
        one data 300 "$PYTHON" tests/data_check.py --no-generator
    else
        skip "data: no python3"
    fi
}

# ==== make check-all ===================================================

units_slow() {
    T=900
    unit slow build/release $slow CK_TIMEOUT_MULTIPLIER=4
    unit ref build/release "$later" S2S_ISA=ref
}
with_asan() {
    T=900
    build asan MODE=asan all tests || return
    unit asan build/asan "$(names .)" CK_TIMEOUT_MULTIPLIER=4
    replay asan build/asan
    # a status that no command has of its own
    summed "asan cli" 1200 env S2S=build/asan/s2s ASAN_OPTIONS=exitcode=99 \
        UBSAN_OPTIONS=exitcode=99 CASE_SECONDS=240 sh tests/cli/run.sh
}
with_clang() {
    if have clang; then
        build clang CC=clang build/clang/s2s tests && unit clang build/clang "$(names .)"
    else
        skip "clang: not installed"
    fi
    clang=$PWD/build/clang/s2s
    [ -x "$clang" ] || clang=''
    summed "same bits, full" 900 env ${clang:+"CLANG_S2S=$clang"} \
        sh tests/samebits.sh full
}
fuzz() {
    have clang || { skip "fuzz: no clang"; return; }
    summed fuzz 600 sh scripts/fuzz.sh 10
}
resume() { summed resume 600 sh tests/resume.sh; }
faults() { summed faults 600 sh tests/faults.sh; }
own_score() { summed own_score 600 sh tests/own_score.sh; }
toys() { summed toys 600 sh tests/toys.sh; }
tags() { summed tags 300 sh tests/tags.sh; }
pages() {
    summed browser 600 sh tests/browser.sh
    summed terminal 300 sh tests/terminal.sh
}
demo() { one "demo with its gate" 900 sh scripts/demo --gate; }
documents() {
    summed "README" 600 sh tests/readme.sh
    summed "tutorial" 600 sh tests/readme.sh docs/README.md docs/[0-9]*.md
}
torch() { summed "check-torch" 900 sh scripts/check-torch.sh; }
data_anew() { ! have "$PYTHON" || one "data anew" 600 "$PYTHON" tests/data_check.py; }

# ==== Running ==========================================================

# The release is built first; what is only read or run comes beside the rest,
# and what takes longest begins first.  The quick ones, which wait for the disk
# and the clock, too, are one more at a time than there are processors.
slow_too=${1:-} quick='commands sources'
[ ! "$ONLY" ] || slow_too='' quick=''
if build release MODE=release all tests; then
    # shellcheck disable=SC2086 # a list of words
    J=$((J + 1))
    queue units_f64 units_release $quick units_ref
    J=$((J - 1))
    [ "$slow_too" != all ] || queue with_asan with_clang demo documents fuzz \
        torch units_slow own_score faults resume pages data_anew toys tags
fi
echo "$(($(date +%s) - started)) seconds, $skipped skipped"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
