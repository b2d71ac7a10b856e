"$S2S" doctor >out
grep -e '^s2s ' -e '^self-test' -e '^model' out
