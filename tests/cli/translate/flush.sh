# Who asks line by line is answered line by line.
mkfifo in
: >out # the loop below may look before the program has begun
"$S2S" translate -m "$FIXTURE/tiny.safetensors" <in >out &
exec 3>in
echo 'A dog.' >&3
n=0
while [ "$(wc -l <out)" -lt 1 ] && [ $n -lt 300 ]; do sleep 0.1; n=$((n + 1)); done
wc -l <out
echo 'A cat.' >&3
exec 3>&-
wait
wc -l <out
