# shellcheck shell=sh
# proof.sh: what the proofs share (samebits.sh, resume.sh, faults.sh, toys.sh
# ...); they read it in with `.` from the repository's root.
#
# S2S=PROGRAM takes another program than ./s2s.  Work is done in $tmp, which
# goes at the end; KEEP=1 keeps it.
S2S_ROOT=$PWD
S2S=${S2S:-$S2S_ROOT/s2s}
case $S2S in /*) ;; *) S2S=$PWD/$S2S ;; esac
[ -x "$S2S" ] || { echo "no program $S2S: make it, or set S2S"; exit 1; }
unset S2S_ISA S2S_MODEL S2S_THREADS OMP_NUM_THREADS CDPATH
export LC_ALL=C.UTF-8 TERM=dumb
tmp=$(mktemp -d) || exit 1
passed=0 failed=0
leave() { :; }              # a script's own clearing up
trap 'leave; [ "${KEEP-}" ] || rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM
cd "$tmp" || exit 1

# ok TEXT / bad TEXT: one test more that passed or failed
ok() { passed=$((passed + 1)); [ -z "${V-}" ] || echo "ok      $*"; }
bad() { failed=$((failed + 1)); echo "FAILED  $*"; }
skip() { echo "skipped $*"; }

# check TEXT COMMAND...: the command succeeds
check() { what=$1; shift; if "$@"; then ok "$what"; else bad "$what"; fi; }

# same TEXT A B: files are there and equal byte for byte
same() { if cmp -s "$2" "$3"; then ok "$1"; else bad "$1"; cmp "$2" "$3"; fi; }

# exits TEXT STATUS COMMAND...: it ends with this status (output in $tmp/out)
exits() {
    what=$1 want=$2; shift 2
    got=0
    "$@" >"$tmp/out" 2>&1 </dev/null || got=$?
    if [ "$got" -eq "$want" ]; then ok "$what"; return; fi
    bad "$what: exit $got; expected $want"
    tail -n 5 "$tmp/out"
}

# at_least A B: both are numbers, and A >= B
at_least() {
    awk -v a="$1" -v b="$2" 'BEGIN { exit !(a != "" && b != "" && a + 0 >= b + 0) }'
}

# says TEXT PATTERN: the last output has a line that grep finds
says() {
    if grep -q -e "$2" "$tmp/out"; then ok "$1"; return; fi
    bad "$1: does not say \"$2\""
    tail -n 5 "$tmp/out"
}

finish() {
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
    exit
}
