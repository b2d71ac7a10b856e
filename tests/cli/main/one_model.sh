# Where one model is used a second one is not ignored.
for command in info explain convert report vocab doctor; do
    "$S2S" $command -m nowhere -m "$FIXTURE/tiny.safetensors" >out 2>words || echo "$command: exit $?"
done
"$S2S" info -m nowhere "$FIXTURE/tiny.safetensors" 2>words || echo "exit $?"
"$S2S" doctor -m nowhere >out || echo "doctor: exit $?"
