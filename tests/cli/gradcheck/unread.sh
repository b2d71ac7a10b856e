"$S2S" gradcheck -q --summary first --attention none >out
grep -c unread out
grep -c WRONG out || true
