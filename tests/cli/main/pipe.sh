# A reader that has gone is no news, but the status tells.
{ sleep 1; status=0; "$S2S" info --kinds || status=$?; echo "$status" >&2; } | true
