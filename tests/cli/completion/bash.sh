"$S2S" completion bash >s2s.bash
command -v bash >/dev/null || { cat <<'EOF'; exit 0; }
translate
--score
concat
codes
EOF
bash -n s2s.bash
cat >try <<'EOF'
. ./s2s.bash
try() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _s2s; echo "${COMPREPLY[0]}"; }
try s2s transl
try s2s train --sco
try s2s train --score conc
try s2s vocab co
EOF
bash try
