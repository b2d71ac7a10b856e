# Where no spaces part words, by characters, as eval has it; --tokenize wins.
printf '我喜欢音乐。\n他在家里看书。\n' >hyp
printf '我喜欢音乐。\n她在家里看书。\n' >ref
"$S2S" bleu hyp ref | sed -n '1p;$p'
"$S2S" bleu --tokenize 13a hyp ref | sed -n '1p;$p'
# stdin can be one of the files.
"$S2S" bleu - ref <hyp | head -n 1
"$S2S" bleu - - <hyp || echo "exit $?"
"$S2S" bleu hyp ref --against - <ref | sed -n 3p
"$S2S" bleu - ref --against - <ref || echo "exit $?"
