#!/bin/sh
# run.sh [--update] [COMMAND/CASE...]: the snapshot tests of the command line.
#
# A case is tests/cli/COMMAND/CASE.sh and, beside it, each optional:
#   CASE.stdin                        its standard input (else it is empty)
#   CASE.stdout.exact  .stderr.exact  the bytes that must come out
#   CASE.stdout.glob   .stderr.glob   the same, each line a pattern of sh; a
#                                     line `...` stands for any lines or none
#   CASE.exit                         its exit status (else 0)
# It runs with `sh -eu` in an empty folder of its own and finds $S2S (the
# program), $S2S_ROOT (the repository), $TESTS (this folder), and $FIXTURE
# (where setup.sh, if any, ran once before all).  --update writes exact files
# and exit statuses anew, and .stdout.exact where nothing was expected.
# CASE_SECONDS is what a case may take (60).
set -u
S2S_ROOT=$(cd "$(dirname "$0")/../.." && pwd) || exit 1
TESTS=$S2S_ROOT/tests/cli S2S=${S2S:-$S2S_ROOT/s2s}
case $S2S in /*) ;; *) S2S=$PWD/$S2S ;; esac
[ -x "$S2S" ] || { echo "run.sh: no program $S2S: make it, or set S2S"; exit 1; }
tmp=$(mktemp -d) || exit 1
trap 'chmod -R u+rwx "$tmp"; rm -rf "$tmp"' EXIT; trap 'exit 130' INT TERM
FIXTURE=$tmp/fixture HOME=$tmp/home LC_ALL=C.UTF-8 TERM=dumb
export S2S S2S_ROOT TESTS FIXTURE HOME LC_ALL TERM
unset NO_COLOR FORCE_COLOR COLORTERM COLUMNS S2S_MODEL XDG_CONFIG_HOME CDPATH
update='' passed=0 failed=0 pattern='' line='' n=0

# matches PATTERN LINE: do the patterns from number PATTERN on match the
# lines from number LINE on?  (A function's $1 and $2 are its own.)
matches() {
    while [ "$1" -le "$patterns" ]; do
        eval "pattern=\$p$1 line=\${l$2-}"
        if [ "$pattern" = ... ]; then
            while ! matches $(($1 + 1)) "$2"; do
                [ "$2" -le "$lines" ] || return 1
                set -- "$1" $(($2 + 1))
            done
            return 0
        fi
        [ "$2" -le "$lines" ] || return 1
        # shellcheck disable=SC2254 # it is a pattern
        case $line in $pattern) ;; *) return 1 ;; esac
        set -- $(($1 + 1)) $(($2 + 1))
    done
    [ "$2" -gt "$lines" ]
}

# glob EXPECTED ACTUAL: reads the files into p1.. and l1.., and compares.
glob() { load p "$1"; patterns=$n; load l "$2"; lines=$n; matches 1 1; }
load() {
    n=0
    while IFS= read -r text || [ -n "$text" ]; do
        n=$((n + 1)); eval "$1$n=\$text"
    done <"$2"
}

# stream CASE NAME: compares $tmp/NAME with what is expected of it.
stream() {
    if [ -n "$update" ] && { [ -f "$1.$2.exact" ] || { [ "$2" = stdout ] &&
            [ -s "$tmp/$2" ] && ! [ -f "$1.$2.glob" ]; }; }; then
        cp "$tmp/$2" "$1.$2.exact"
    fi
    [ ! -f "$1.$2.exact" ] || cmp -s "$1.$2.exact" "$tmp/$2" ||
        { ok=''; diff -u "$1.$2.exact" "$tmp/$2"; }
    [ ! -f "$1.$2.glob" ] || glob "$1.$2.glob" "$tmp/$2" ||
        { ok=''; diff -u "$1.$2.glob" "$tmp/$2"; }
}

fail() { failed=$((failed + 1)); echo "FAILED $1"; }

# inside FOLDER SECONDS SCRIPT: runs it there, as every script here is run.
inside() (mkdir "$1" && cd "$1" && exec timeout "$2" sh -eu "$3")

# run CASE (its path without .sh)
run() {
    in=/dev/null expected=0 ok=yes status=0
    [ ! -f "$1.stdin" ] || in=$1.stdin
    inside "$tmp/case" "${CASE_SECONDS:-60}" "$1.sh" <"$in" >"$tmp/stdout" 2>"$tmp/stderr" || status=$?
    chmod -R u+rwx "$tmp/case" && rm -rf "$tmp/case"
    [ -z "$update" ] || { rm -f "$1.exit"; [ $status = 0 ] || echo $status >"$1.exit"; }
    [ ! -f "$1.exit" ] || read -r expected <"$1.exit"
    [ "$status" = "$expected" ] ||
        { ok=''; echo "exit $status; expected $expected"; tail -n 5 "$tmp/stderr"; }
    stream "$1" stdout
    stream "$1" stderr
    [ -z "$ok" ] || { passed=$((passed + 1)); return; }
    fail "${1#"$TESTS"/}"
}

[ "${1-}" != --update ] || { update=yes; shift; }
[ $# -gt 0 ] || set -- "$TESTS"/*/*.sh
[ ! -f "$TESTS/setup.sh" ] || inside "$FIXTURE" 600 "$TESTS/setup.sh" \
    >"$tmp/log" 2>&1 </dev/null || { cat "$tmp/log"; echo "FAILED setup.sh"; exit 1; }
mkdir "$HOME"
for case in "$@"; do
    case=${case#"$TESTS"/} case=${case#tests/cli/} case=${case%.sh}
    [ "$case" != "*/*" ] || continue # there are none
    if [ -f "$TESTS/$case.sh" ]; then run "$TESTS/$case"; else fail "$case: no such case"; fi
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
