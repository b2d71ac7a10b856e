#!/bin/sh
# make check: builds and runs every test, ends with "N passed, N failed".
# "all" adds what takes long: clang, sanitizers, and the scripts that say so.
#
#   tests/run.sh [all]      J=2 jobs for make, T=300 seconds a program,
#                           ONLY=table runs the unit tests of that name alone
set -u
cd "$(dirname "$0")/.." || exit 2
J=${J:-2} T=${T:-300} ONLY=${ONLY:-}
MAKE=${MAKE:-make}
export CK_DEFAULT_TIMEOUT="${CK_DEFAULT_TIMEOUT:-60}" CK_VERBOSITY=normal
unset MAKEFLAGS MAKELEVEL MODE S2S_ISA
tmp=$(mktemp -d) || exit 2
mkdir "$tmp/tests" || exit 2
export TMPDIR="$tmp/tests"
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM
passed=0 failed=0

# one STEP COMMAND...: a step that counts as one test
one() {
    step=$1; shift
    if "$@" > "$tmp/out" 2>&1; then
        passed=$((passed + 1)); echo "ok      $step"
    else
        failed=$((failed + 1)); echo "FAILED  $step"; cat "$tmp/out"
    fi
}

# Check's "93%: Checks: 15, Failures: 1, Errors: 0" of a program; one that
# ended without it, or lies about it, counts as one failure.
add_totals() {
    status=$1
    totals=$(sed -n 's/^[0-9]*%: Checks: \([0-9]*\), Failures: \([0-9]*\),.*Errors: \([0-9]*\)$/\1 \2 \3/p' "$tmp/out" | tail -n 1)
    set -- $totals
    bad=$((${2:-0} + ${3:-0}))
    [ "$status" -ne 0 ] && [ $bad -eq 0 ] && bad=1
    [ -z "$totals" ] && [ $bad -eq 0 ] && bad=1
    good=$((${1:-0} - ${2:-0} - ${3:-0}))
    passed=$((passed + good)) failed=$((failed + bad))
    return $((bad > 0))
}

# unit NAME DIR [VARIABLE=VALUE]: the unit tests built in DIR
unit() {
    name=$1 dir=$2; shift 2
    for c in tests/unit/test_${ONLY:-*}.c; do
        [ -f "$c" ] || continue
        p=$(basename "$c" .c)
        env "$@" timeout "$T" "$dir/tests/$p" > "$tmp/out" 2>&1
        if add_totals $?; then
            echo "ok      $name $p ($good)"
        else
            echo "FAILED  $name $p"; tail -n 60 "$tmp/out"
        fi
    done
}

# replay NAME DIR: the fuzz targets built in DIR, each over its corpus
replay() {
    for c in tests/fuzz/corpus/*/; do
        p=replay_$(basename "$c")
        one "$1 $p" timeout "$T" "$2/tests/$p" "$c"
    done
}

# build NAME VARIABLE=VALUE...: everything, in one mode; if that fails, its
# tests are not run
build() {
    name=$1; shift
    if $MAKE -j"$J" "$@" all tests > "$tmp/out" 2>&1; then
        passed=$((passed + 1)); echo "ok      build $name"
        if grep -q 'warning:' "$tmp/out"; then
            failed=$((failed + 1))
            echo "FAILED  warnings $name"; grep -A3 'warning:' "$tmp/out"
        fi
    else
        failed=$((failed + 1)); echo "FAILED  build $name"
        grep -v '^  [a-z][a-z]  ' "$tmp/out" | head -40
        return 1
    fi
}

# summed NAME SCRIPT...: a script that ends with its own "N passed, N failed"
summed() {
    step=$1; shift
    "$@" > "$tmp/out" 2>&1
    status=$?
    totals=$(tail -n 1 "$tmp/out" |
        sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p')
    set -- $totals
    good=${1:-0} bad=${2:-1}
    [ $status -ne 0 ] && [ "$bad" -eq 0 ] && bad=1
    passed=$((passed + good)) failed=$((failed + bad))
    if [ "$bad" -eq 0 ]; then
        echo "ok      $step ($good)"
    else
        echo "FAILED  $step"; tail -n 80 "$tmp/out"
    fi
}

one lint sh scripts/lint.sh
if build release MODE=release; then
    unit release build/release
    unit ref build/release S2S_ISA=ref
    [ "$ONLY" ] || replay release build/release
    [ -f tests/cli/run.sh ] && summed cli sh tests/cli/run.sh
fi
build f64 MODE=f64 && unit f64 build/f64
if [ "${1:-}" = all ]; then
    if command -v clang > /dev/null; then
        build clang CC=clang && unit clang build/release-clang
    else
        echo "skipped clang: not installed"
    fi
    build asan MODE=asan &&
        unit asan build/asan CK_DEFAULT_TIMEOUT=240 OMP_NUM_THREADS=2 &&
        replay asan build/asan
    for s in scripts/check_all_*.sh; do
        [ -f "$s" ] && summed "$s" sh "$s"
    done
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
