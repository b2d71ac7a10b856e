#!/bin/sh
# faults.sh: a disk that fails while a model is saved, and text that is out of
# all bounds.  The old model is kept, training goes on, the exit status says
# what was lost; each line in gives one line out.
#
# Failing disks are made with strace, and with a small tmpfs where mounting is
# allowed; without them those parts are skipped.
# shellcheck disable=SC2317 # functions are called through exits and the trap
set -u
cd "$(dirname "$0")/.." || exit 1
. tests/proof.sh

awk 'length < 60' "$S2S_ROOT/data/train.en-fr.tsv" | head -n 300 >corpus.tsv
awk 'length < 60' "$S2S_ROOT/data/dev.en-fr.tsv" | head -n 10 >dev.tsv
small='--embed 6 --hidden 12 --attn-size 5 --batch 5 --bpe 200 --lr 0.01
    --steps 450 --threads 1'

# train NAME OPTIONS...; again NAME OPTIONS...: the same with --resume
train() {
    name=$1; shift
    # shellcheck disable=SC2086
    "$S2S" train "$tmp/corpus.tsv" --dev "$tmp/dev.tsv" \
        -m "$name.safetensors" $small "$@"
}
again() { train "$@" --resume; }

# equal WORDS NAME: NAME is like base, which nothing disturbed
equal() {
    same "$1: model" "$tmp/base.safetensors" "$2.safetensors"
    same "$1: log" "$tmp/base.run/log.jsonl" "$2.run/log.jsonl"
}

train base -q || bad "the undisturbed run"
train old -q --seed 2 || bad "the old model"

# begin NAME: an old model, to be trained anew
begin() { rm -rf "$1.run"; cp old.safetensors "$1.safetensors"; }

# ==== Calls that fail =====================================================

# failing INJECTION NAME OPTIONS...; only=PATH: calls that name it alone
only=''
failing() {
    injection=$1; shift
    name=$1; shift
    # shellcheck disable=SC2086
    strace -qq -f -o /dev/null -e trace="${injection%%:*}" ${only:+-P "$only"} \
        -e inject="$injection" "$S2S" train "$tmp/corpus.tsv" \
        --dev "$tmp/dev.tsv" -m "$name.safetensors" $small "$@"
}

# The first save has two calls of fsync (the file, its folder), as has every
# other: checkpoint; model and checkpoint of the first check; of the second.
if ! strace -qq -o /dev/null true 2>/dev/null; then
    skip "calls that fail: no strace"
else
    for reason in EIO ENOSPC; do
        begin some
        exits "$reason, then not: exit" 0 \
            failing "fsync:error=$reason:when=3..4" some --force -q
        says "$reason, then not: said" 'training goes on'
        equal "$reason, then not" some

        begin all
        exits "$reason to the end: exit" 5 \
            failing "fsync:error=$reason:when=3+" all --force -q
        says "$reason to the end: said" 'training goes on'
        says "$reason to the end: named" 'all.safetensors: cannot be written'
        same "$reason to the end: the old model" old.safetensors \
            all.safetensors
        exits "$reason, --resume: exit" 0 again all -q
        equal "$reason, --resume" all
    done
    begin first
    exits "the first checkpoint fails: exit" 5 \
        failing fsync:error=EIO:when=1+ first --force -q
    same "the first checkpoint fails: the old model" old.safetensors \
        first.safetensors
    begin log
    only=log.run/log.jsonl
    exits "no log: exit" 0 failing openat:error=EMFILE log --force -q
    only=''
    says "no log: said" 'log.jsonl: cannot be written (training goes on)'
    begin rename
    exits "rename fails: exit" 5 \
        failing rename:error=EACCES:when=2+ rename --force -q
    same "rename fails: the old model" old.safetensors rename.safetensors
    check "nothing is left behind" test -z "$(find . -name '*.tmp')"
fi

# ==== A full disk, a read-only one ========================================

mkdir small
leave() { umount "$tmp/small" 2>/dev/null; }
# halfway NAME: trains, and stops the process (as $pid) after its first words
# in the log
halfway() {
    rm -rf "$1.run"; cp old.safetensors "$1.safetensors"
    # shellcheck disable=SC2086
    "$S2S" train corpus.tsv --dev dev.tsv -m "$1.safetensors" $small \
        --force -q >out 2>&1 </dev/null &
    pid=$!
    until [ -s "$1.run/log.jsonl" ]; do sleep 0.01; done
    kill -STOP $pid
}
if ! mount -t tmpfs -o size=400k tmpfs small 2>/dev/null; then
    skip "a full disk: mounting is not allowed here"
else
    halfway small/m
    dd if=/dev/zero of=small/fill bs=4k 2>/dev/null
    kill -CONT $pid; wait $pid; got=$?
    check "full disk: exit 5, not $got" test $got -eq 5
    says "full disk: said" 'No space left'
    says "full disk: goes on" 'training goes on'
    says "full disk: hint" '^hint: make room'
    same "full disk: the old model" old.safetensors small/m.safetensors
    rm small/fill
    exits "full disk, --resume: exit" 0 again small/m -q
    equal "full disk, --resume" small/m

    halfway small/m
    kill -CONT $pid
    mount -o remount,ro small 2>/dev/null
    wait $pid
    mount -o remount,ro small
    exits "read-only: exit" 5 train small/new -q
    says "read-only: said" 'Read-only'
    mount -o remount,rw small
    exits "no longer: exit" 0 train small/m -q --force
    equal "no longer" small/m
    umount small
fi
if [ "$(id -u)" -ne 0 ]; then
    chmod 555 small
    exits "a folder that is not ours: exit" 5 train small/new -q
    chmod 755 small
fi

# ==== Broken models =======================================================

# refused WORDS FILE
refused() {
    for command in info translate; do
        if [ $command = info ]; then set -- "$1" "$2" "$2"
        else set -- "$1" "$2" -m "$2" text; fi
        words=$1 file=$2; shift 2
        exits "$words: $command" 4 "$S2S" $command "$@"
        says "$words: $command names it" "$file"
        set -- "$words" "$file"
    done
}
size=$(wc -c <base.safetensors)
for n in 0 1 7 8 9 100 5000 $((size - 1)); do
    head -c "$n" base.safetensors >broken.safetensors
    refused "cut to $n bytes" broken.safetensors
done
for n in 0 4 8 9 200 5000 $((size - 5)) $((size - 1)); do
    cp base.safetensors broken.safetensors
    byte=$(od -An -tu1 -j"$n" -N1 base.safetensors)
    # shellcheck disable=SC2059 # the format is the byte
    printf "\\$(printf %o $(((byte + 64) % 256)))" |
        dd of=broken.safetensors bs=1 seek="$n" conv=notrunc 2>/dev/null
    refused "byte $n changed" broken.safetensors
done
(cat base.safetensors; echo) >broken.safetensors
refused "a byte too many" broken.safetensors

# ==== Little memory =======================================================

# The batch shrinks, with a word, and training goes through.
# shellcheck disable=SC3045 # where there is no ulimit -v, this is skipped
if (ulimit -v 700000) 2>/dev/null; then
    exits "little memory: exit" 0 sh -c 'ulimit -v 700000
        exec "$0" train "$1" --dev dev.tsv -m little.safetensors --steps 2 \
            --threads 1 --batch 4096 --hidden 512 >out 2>&1' "$S2S" "$S2S_ROOT/data/train.en-fr.tsv"
    says "little memory: said" 'batch 4096 would not fit into memory: '
else
    skip "little memory: no ulimit -v"
fi

# ==== Text out of all bounds ==============================================

# Room enough for anything sensible: 2 GB, 30 seconds.
# shellcheck disable=SC3045 # where there is no ulimit -v, time alone is bounded
bounded() { (ulimit -v 2000000 2>/dev/null; exec timeout 30 "$S2S" "$@"); }

# lines WORDS: $tmp/in through translate gives as many lines
lines() {
    bounded translate -m base.safetensors --beam 2 --threads 1 \
        <in >translated 2>out || bad "$1: exit $?"
    check "$1: one line in, one line out" \
        test "$(wc -l <translated)" -eq "$(wc -l <in)"
}
yes 'the man sleeps' | tr '\n' ' ' | head -c 1000000 >megabyte
{ echo 'The man sleeps.'; cat megabyte; echo; echo 'The man sleeps.'; } >in
lines "1 MB of words"
says "1 MB of words: said" 'stdin:2: longer than 1000 tokens'
check "1 MB of words: the others are not touched" test \
    "$(sed -n 1p translated)" = "$(sed -n 3p translated)"
head -c 3000000 /dev/zero | tr '\0' a >in; echo >>in
lines "3 MB in one word"
says "3 MB in one word: said" 'longer than'
yes a | tr '\n' ' ' | head -c 200000 >in; echo >>in
lines "100,000 tokens"
says "100,000 tokens: said" 'longer than 1000 tokens'
i=0
while [ $i -lt 20 ]; do i=$((i + 1)); cat megabyte; echo; done >in
lines "20 times 1 MB"
printf 'a\0b\n\0\n\n\r\n\377\376\n\303\n\xed\xa0\x80\n \t \nno end' >in
bounded translate -m base.safetensors <in >translated 2>out ||
    bad "strange bytes: exit $?"
check "strange bytes: one line in, one line out" \
    test "$(wc -l <translated)" -eq 9
check "strange bytes: NUL and control bytes stay inside" \
    test -z "$(tr -d '\n\040-\377' <translated)"
head -c 1000000 /dev/urandom >in
bounded translate -m base.safetensors --beam 1 --threads 1 <in \
    >translated 2>out || bad "1 MB at random: exit $?"
check "1 MB at random: one line in, one line out" test \
    "$(wc -l <translated)" -ge "$(wc -l <in)"

{
    cat corpus.tsv
    printf 'a\0b\tc\n\377\376\tx\nonly one\n\n\tno source\nno target\t\n'
    cat megabyte; printf '\tune ligne\n'
    cat megabyte megabyte; printf '\ttrop long\n'
    printf 'le dernier\tthe last'
} >strange.tsv
exits "a strange corpus: exit" 0 bounded train strange.tsv --steps 3 \
    --embed 4 --hidden 4 --attn-size 4 --batch 8 --bpe 50 --threads 1
for reason in 'NUL byte' 'not UTF-8' 'too few columns' 'empty line' \
    'one side is empty' 'longer than 1 MB' 'longer than --max-len'; do
    says "a strange corpus: $reason" "$reason"
done

# ==== Ctrl-C while translating ============================================

if env --default-signal=INT true 2>/dev/null; then
    i=0
    while [ $i -lt 40 ]; do i=$((i + 1)); cat corpus.tsv; done |
        cut -f 1 >many
    env --default-signal=INT "$S2S" translate -m base.safetensors -o half \
        --beam 50 --threads 1 <many >out 2>&1 & pid=$!
    sleep 0.7
    kill -INT $pid; wait $pid; got=$?
    check "Ctrl-C: exit 130, not $got" test $got -eq 130
    check "Ctrl-C: no half a file" test ! -e half
else
    skip "Ctrl-C: env cannot set signals"
fi

finish
