"$S2S" info "$FIXTURE/tiny.safetensors" >text
grep -e '^weights ' -e '^target ' -e '^  hidden ' -e '^attention.v_a ' text
"$S2S" info --json -m "$FIXTURE/tiny.safetensors" | cut -c 1-30 | head -n 1
