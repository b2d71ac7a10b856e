#!/bin/sh
# resume.sh: a training that was killed or stopped, at any moment, and goes on
# with --resume, ends with the bytes of one that was left alone: model, log
# and checkpoint.
#
# SEED=N takes other random moments (the seed is printed).  The kills at every
# system call of a save need strace, and are skipped without.
set -u
cd "$(dirname "$0")/.." || exit 1
. tests/proof.sh
seed=${SEED:-1}
echo "resume: SEED=$seed"

awk 'length < 60' "$S2S_ROOT/data/train.en-fr.tsv" | head -n 300 >corpus.tsv
head -n 299 corpus.tsv >other.tsv
awk 'length < 60' "$S2S_ROOT/data/dev.en-fr.tsv" | head -n 10 >dev.tsv
small='--embed 6 --hidden 12 --attn-size 5 --batch 5 --bpe 200 --shards 2
    --dev dev.tsv --dropout 0.2 --lr 0.01'

# train NAME OPTIONS...: s2s train to NAME.safetensors
train() {
    name=$1; shift
    # shellcheck disable=SC2086 # a list of options
    "$S2S" train corpus.tsv -m "$name.safetensors" --threads 1 $small "$@"
}
forget() { rm -rf "$1.safetensors" "$1.run"; }

# again NAME OPTIONS...: goes on, with nothing said again but the text
again() {
    name=$1; shift
    "$S2S" train corpus.tsv --dev dev.tsv -m "$name.safetensors" --resume \
        --threads 1 "$@"
}

# In the background, as process $pid.  (A function put there with & would be
# a shell around the program, and a signal for $pid would miss it.)
train_aside() {
    name=$1; shift
    # shellcheck disable=SC2086
    "$S2S" train corpus.tsv -m "$name.safetensors" --threads 1 $small "$@" \
        >said 2>&1 &
    pid=$!
}
again_aside() {
    "$S2S" train corpus.tsv --dev dev.tsv -m "$1.safetensors" --resume \
        --threads 1 -q >said 2>&1 &
    pid=$!
}

# kept NAME: the weights of the best checks (--average-best), file by file
kept() { (cd "$1.run" && cksum check-*.safetensors 2>/dev/null); }

# equal WORDS NAME BASE: model, log, checkpoint, and what it needs
equal() {
    check "$1: kept checks" test "$(kept "$2")" = "$(kept "$3")"
    same "$1: model" "$3.safetensors" "$2.safetensors"
    same "$1: log" "$3.run/log.jsonl" "$2.run/log.jsonl"
    same "$1: checkpoint" "$3.run/checkpoint.safetensors" \
        "$2.run/checkpoint.safetensors"
}

# pause LEAST SPREAD: sleeps so many hundredths of a second, and random ones
# up to SPREAD more
pause() {
    seed=$(((seed * 1103515245 + 12345) % 2147483648))
    hundredths=$(($1 + seed / 65536 % $2))
    sleep "$((hundredths / 100)).$(printf %02d $((hundredths % 100)))"
}

# ==== Left alone ==========================================================

steps=1050                  # five checks, and a closing one
train base --steps $steps -q || bad "the undisturbed run"
train short --steps 500 -q || bad "the short run"
train best --steps $steps --average-best 3 -q || bad "with --average-best"
check "three checks are kept" test "$(kept best | wc -l)" -eq 3
check "and their mean tried" grep -q '"event": "mean"' best.run/log.jsonl

# ==== Killed at random ====================================================

# The pauses grow until a slow machine, too, passes a check now and then.
# killed ROUND BASE OPTIONS...: ends as BASE did
killed() {
    round=$1 base=$2; shift 2
    forget killed
    kills=0 moments='' spread=8
    train_aside killed --steps $steps "$@" -q
    while pause 1 $spread; kill -KILL $pid 2>/dev/null; do
        wait $pid 2>/dev/null
        kills=$((kills + 1)) spread=$((spread + 2))
        moments="$moments $(wc -c 2>/dev/null <killed.run/log.jsonl)"
        if [ -f killed.run/checkpoint.safetensors ]; then
            again_aside killed
        else                # it had not come so far
            forget killed
            train_aside killed --steps $steps "$@" -q
        fi
    done
    wait $pid || { bad "round $round: the last --resume"; cat said; }
    echo "round $round: $kills kills; bytes of the log:$moments"
    check "round $round: killed at all" test $kills -gt 0
    equal "round $round: killed" killed "$base"
}
for n in 1 2 3 4; do killed $n base; done
for n in 5 6; do killed $n best --average-best 3; done

# ==== Stopped =============================================================

# stop SIGNAL STATUS
stop() {
    forget stopped
    train_aside stopped --steps $steps
    while ! [ -s stopped.run/log.jsonl ]; do sleep 0.02; done
    pause 1 10
    kill -"$1" $pid 2>/dev/null
    wait $pid; got=$?
    check "SIG$1: exit $2, not $got" test $got -eq "$2"
    command=$(sed -n 's/.*go on with: s2s //p' said)
    check "SIG$1: prints the command" test -n "$command"
    exits "SIG$1: the model is usable" 0 "$S2S" translate -q \
        -m stopped.safetensors "The man sleeps."
    eval "\"\$S2S\" $command -q --threads 1" 2>err || {
        bad "SIG$1: $command"; cat err; }
    equal "SIG$1" stopped base
}
stop INT 130
stop TERM 143

# ==== Killed at each system call of a save ================================

# Which call of a save is the n-th differs from machine to machine; so each
# kind of call is tried from the first to the one that does not come.
syscalls='openat write fsync close rename mkdir unlink'
# fork SOURCE NAME: a copy of a run
fork() {
    forget "$2"
    cp -p "$1.safetensors" "$2.safetensors"; cp -rp "$1.run" "$2.run"
}

# cut CALL N FROM TO: goes on from the run at$FROM to $TO updates and is
# killed at the n-th CALL; fails when there were fewer.
cut() {
    fork "at$3" cut
    strace -qq -f -o /dev/null -e trace="$1" \
        -e inject="$1":signal=KILL:when="$2" \
        "$S2S" train corpus.tsv --dev dev.tsv -m cut.safetensors --resume \
        --threads 1 --steps "$4" -q >/dev/null 2>&1 </dev/null
    [ $? -gt 128 ] || return 1
    cuts=$((cuts + 1))
    "$S2S" info cut.safetensors >/dev/null 2>err || {
        bad "killed at $1 $2: the model"; cat err; }
    "$S2S" info cut.run/checkpoint.safetensors >/dev/null 2>err || {
        bad "killed at $1 $2: the checkpoint"; cat err; }
    [ "$3" != 400 ] ||      # the other saves a third one on its way
        cmp -s cut.safetensors at400.safetensors ||
        cmp -s cut.safetensors at405.safetensors ||
        bad "killed at $1 $2: a model neither old nor new"
    again cut --steps "$4" -q 2>err || { bad "killed at $1 $2: --resume"; cat err; }
    for f in safetensors run/log.jsonl run/checkpoint.safetensors; do
        cmp -s cut.$f "at$4.$f" || bad "killed at $1 $2, resumed: $f"
    done
    [ "$(kept cut)" = "$(kept "at$4")" ] ||
        bad "killed at $1 $2, resumed: kept checks"
}

# cuts FROM TO: at each call of each kind
cuts() {
    fork "at$1" "at$2"
    again "at$2" --steps "$2" -q
    for call in $syscalls; do
        n=1
        while cut "$call" $n "$1" "$2"; do n=$((n + 1)); done
        echo "killed at each of $((n - 1)) calls of $call"
    done
}

if ! command -v strace >/dev/null; then
    skip "kills at each system call: strace is not installed"
elif ! strace -qq -o /dev/null true 2>/dev/null; then
    skip "kills at each system call: strace may not trace here"
else
    cuts=0
    # a check is not due; the end saves twice
    train at400 --steps 400 -q
    cuts 400 405
    # one is, and drives another out of the best two; and the end has one
    train at590 --average-best 2 --steps 590 -q
    cuts 590 610
    check "killed at some calls" test $cuts -gt 10
    ok "old or new model after each of $cuts kills, --resume ends the same"
fi

# ==== Other options =======================================================

fork short threads
again threads --threads 2 --steps 520 -q
fork short longer
again longer --steps 520 -q
equal "resumed with other threads" threads longer

train straight --steps 520 -q
equal "resumed with more --steps" longer straight

train epochs2 --epochs 2 -q
fork epochs2 epochs5
again epochs5 --epochs 5 -q
train straight5 --epochs 5 -q
equal "resumed with more --epochs" epochs5 straight5

fork short same
exits "the same options again" 0 train same --steps 500 --resume
equal "the same options again" same short

# Samples are keyed by the update, and the baseline is in the checkpoint.
for how in reinforce gumbel; do
    train "hard-$how" --focus hard --hard-estimator $how --steps 203 -q
    fork "hard-$how" "on-$how"
    again "on-$how" --steps 410 -q
    train "straight-$how" --focus hard --hard-estimator $how --steps 410 -q
    equal "hard focus by $how, resumed" "on-$how" "straight-$how"
done

# Each epoch's text is cut by its number, and not by what was read before.
train anew --bpe-dropout 0.2 --steps 203 -q
fork anew on-anew
again on-anew --steps 410 --threads 2 -q
train straight-anew --bpe-dropout 0.2 --steps 410 -q
equal "BPE-dropout, resumed" on-anew straight-anew

# The checkpoint says the precision, and the packed weights are made anew.
if "$S2S" doctor | grep -q '^bf16  *no'; then
    skip "bf16: not on this processor"
else
    train bf16 --precision bf16 --steps 203 -q
    fork bf16 on-bf16
    again on-bf16 --steps 410 --threads 2 -q
    train straight-bf16 --precision bf16 --steps 410 -q
    equal "bf16, resumed" on-bf16 straight-bf16
fi

# refused WORDS STATUS OPTIONS...: nothing is touched
refused() {
    words=$1 status=$2; shift 2
    fork short refused
    exits "refused: $words" "$status" train refused --resume "$@"
    equal "refused: $words" refused short
}
refused "another --dropout" 2 --dropout 0.3
refused "another --hidden" 2 --hidden 14
refused "another --focus" 2 --focus none
refused "another --attention" 2 --attention none
refused "another --preset" 2 --preset reference
refused "another --seed" 2 --seed 2
refused "another --shards" 2 --shards 3
refused "fewer --steps" 2 --steps 499
refused "fewer --epochs" 2 --epochs 1
mv dev.tsv kept.tsv; cp other.tsv dev.tsv
refused "another dev part" 3
mv kept.tsv dev.tsv
refused "the other direction" 3 --reverse
mv corpus.tsv kept.tsv; mv other.tsv corpus.tsv
refused "another corpus" 3
mv kept.tsv corpus.tsv

fork short gone
rm gone.run/checkpoint.safetensors
exits "no checkpoint" 5 again gone
fork short broken
printf x | dd of=broken.run/checkpoint.safetensors bs=1 seek=3000 \
    conv=notrunc 2>/dev/null
exits "a broken checkpoint" 4 again broken

finish
