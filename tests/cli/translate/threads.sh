# The same words on any number of threads, and with every kernel.
cut -f 1 "$FIXTURE/test.tsv" >in
export S2S_MODEL="$FIXTURE/tiny.safetensors"
"$S2S" translate -q --threads 1 <in >one
"$S2S" translate -q --threads 3 <in | cmp - one
S2S_ISA=ref "$S2S" translate -q -o ref <in
case $("$S2S" doctor | grep '^  \*') in *"no FMA"*) ;; *) cmp ref one ;; esac
wc -l <one
