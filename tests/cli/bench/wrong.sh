"$S2S" bench --only colours --kinds || echo "exit $?"
"$S2S" bench now || echo "exit $?"
"$S2S" bench --kinds --attention nothing || echo "exit $?"
