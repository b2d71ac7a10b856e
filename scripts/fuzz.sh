#!/bin/sh
# fuzz.sh [SECONDS [TARGET...]]: runs each tests/fuzz/fuzz_TARGET.c under
# libFuzzer, the address and the undefined-behaviour sanitizer for SECONDS
# (60), beginning with tests/fuzz/corpus/TARGET (and the words of
# tests/fuzz/fuzz_TARGET.dict, if there).  The inputs it finds go to a
# temporary folder; one that crashes is kept in build/fuzz and named.
set -u
cd "$(dirname "$0")/.." || exit 1
CLANG=${CLANG:-clang}
B=build/fuzz
sanitize=address,undefined
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT; trap 'exit 130' INT TERM

# what a target is compiled and linked with, as words
flags() {
    echo "-std=c11 -g -O1 -D_GNU_SOURCE -Isrc -fno-sanitize-recover=all" \
        "-DFUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION"
}
libs() {
    pkg-config --libs libcjson libutf8proc zlib 2>/dev/null ||
        echo -lcjson -lutf8proc -lz
    echo -lm
}

echo 'int LLVMFuzzerTestOneInput(const char *s, long n);
int LLVMFuzzerTestOneInput(const char *s, long n) { return !s && n; }' >"$tmp/try.c"
if ! "$CLANG" -fsanitize=fuzzer,$sanitize "$tmp/try.c" -o "$tmp/try" 2>/dev/null; then
    echo "skipped fuzz: no $CLANG with libFuzzer here"
    echo "0 passed, 0 failed"
    exit 0
fi

# fuzz TARGET SECONDS
fuzz() {
    program=$B/fuzz_$1 corpus=$tmp/$1 log=$tmp/$1.log dict=tests/fuzz/fuzz_$1.dict
    # shellcheck disable=SC2046 # several words
    "$CLANG" $(flags) -fsanitize=fuzzer,$sanitize "tests/fuzz/fuzz_$1.c" \
        $B/libs2s.a $(libs) -o "$program" || return 1
    mkdir "$corpus"
    [ ! -d "tests/fuzz/corpus/$1" ] || cp -r "tests/fuzz/corpus/$1/." "$corpus"
    [ -f "$dict" ] || dict=''
    if "$program" -max_total_time="$2" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
        ${dict:+"-dict=$dict"} -artifact_prefix="$B/$1-" "$corpus" >"$log" 2>&1; then
        echo "fuzz_$1: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs," \
            "$(sed -n 's/.* \(cov: [0-9]*\) .*/\1/p' "$log" | tail -n 1)"
        return 0
    fi
    tail -n 40 "$log"
    echo "fuzz_$1: FAILED; input: $(sed -n 's/.*Test unit written to //p' "$log")"
    return 1
}

# threads and sanitizers do not mix well, and one input needs none; nor does
# any need what computes
${MAKE:-make} -s lib CC="$CLANG" B=$B MODE=debug \
    LIB_C="$(echo src/base/*.c src/text/*.c src/model/*.c)" \
    CFLAGS="$(flags) -fsanitize=fuzzer-no-link,$sanitize" >"$tmp/log" 2>&1 ||
    { cat "$tmp/log"; echo "fuzz.sh: the sources do not build"; exit 1; }
seconds=${1:-60}
[ $# -eq 0 ] || shift
if [ $# -eq 0 ]; then
    for c in tests/fuzz/fuzz_*.c; do
        c=${c##*/fuzz_}
        set -- "$@" "${c%.c}"
    done
fi
failed=0
for target in "$@"; do
    fuzz "$target" "$seconds" || failed=$((failed + 1))
done
echo "$(($# - failed)) passed, $failed failed"
[ $failed -eq 0 ]
