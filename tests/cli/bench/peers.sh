# Two programs that only say what they measured: medians, the ratio, and what
# the log of an earlier call adds.
printf '#!/bin/sh\necho "{\\"tokens_per_second\\":$(cat rate),\\"bytes\\":{\\"resident\\":2000000}}"\n' >s2s
printf '#!/bin/sh\ncase $1 in -c) echo 1.0 ;; *) echo "train best tgt tok/s=100 (median) rss=1000MB import" ;; esac\n' >python
chmod +x s2s python
export S2S="$PWD/s2s" PYTHON="$PWD/python" PEER="$PWD/python"
sed 's,cat rate,cat '"$PWD"'/rate,' s2s >s && cat s >s2s
peers() { "$S2S_ROOT/scripts/bench_peers.sh" --log "$PWD/log" --rounds "$@" | sed 's/turn; .*;/turn;/'; }
echo 1234.5 >rate
peers 1 >first 2>&1
echo 1500 >rate
peers 2 --lens long --threads 1
PEER=/nothing/there peers 1
