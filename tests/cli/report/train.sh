# A training leaves a page, the command that makes the model again, and its dev
# part; the command makes the same model, and the same page on any threads.
cp "$FIXTURE/train.tsv" corpus.tsv
"$S2S" train corpus.tsv --embed 8 --hidden 8 --attn-size 8 --bpe 50 --steps 40 --beam 2 2>words
sed -n '/^report/p' words
ls corpus.run
sed -n 's/.*"command": "s2s train \(.*\)",/\1/p' corpus.run/story.json >again
cut -d " " -f 1-3 again
cp corpus.safetensors first.safetensors
rm corpus.safetensors
"$S2S" train $(cat again) -q
cmp corpus.safetensors first.safetensors
"$S2S" report corpus.safetensors --threads 1
mv report.html first.html
"$S2S" report -q corpus.safetensors --threads 3
cmp report.html first.html
"$S2S" report -q corpus.safetensors -o - | tail -n 1
grep -o '<h2 [^>]*>[^<]*' report.html
grep -c 'class="plot"' report.html
