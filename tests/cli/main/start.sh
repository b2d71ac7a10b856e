# What asks for no work starts no thread and reads no model.
command -v strace >/dev/null && strace -o trace true 2>/dev/null || exit 0
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0" # not to be had under strace
export S2S_MODEL="$FIXTURE/tiny.safetensors"
strace -f -o trace -e trace=clone,clone3,fork,open,openat "$S2S" --version >out
grep 'clone\|fork\|safetensors' trace || :
strace -f -o trace -e trace=clone,clone3,fork,open,openat "$S2S" --help >out
grep 'clone\|fork\|safetensors' trace || :
# One thread is the one that is there.
strace -f -o trace -e trace=clone,clone3,fork "$S2S" translate --threads 1 'A dog.' >out
grep 'clone\|fork' trace || :
