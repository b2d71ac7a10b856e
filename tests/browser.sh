#!/bin/sh
# browser.sh: the pages that the program writes, in a real browser: headless
# Chromium opens each without an error on its console and without asking for
# anything, and finds the cells there are.  What checks markup passes, too.
# Steps are skipped where their tool is absent.
#
#   tests/browser.sh [FOLDER]     FOLDER: keep pages and screenshots there
set -u
top=$(cd "$(dirname "$0")/.." && pwd) || exit 2
S2S=${S2S:-$top/s2s} passed=0 failed=0
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT; trap 'exit 130' INT TERM
keep=${1:-$tmp/pages}
mkdir -p "$keep" && keep=$(cd "$keep" && pwd) || exit 2

have() { command -v "$1" > /dev/null; }
ok() { passed=$((passed + 1)); }
bad() { failed=$((failed + 1)); echo "FAILED $*"; }
is() { if [ "$2" = "$3" ]; then ok; else bad "$1: $2, expected $3"; fi; }

# ==== Pages ============================================================

# A corpus of what would be markup, script, terminal codes or right to left.
cd "$tmp" || exit 2
awk 'BEGIN {
    n = split("</script>~<img onerror=alert(1) src=x>~\"quoted\"~it'\''s~\033[31mred~a&b~" \
        "]]>~سلام عليكم~日本語~\342\200\256evil~<!--~-->~&amp;", w, "~")
    for (i = 1; i <= n; i++)
        for (j = 1; j <= n; j++)
            printf "%s the %s is number %d here\t%s le %s est nombre %d ici\n",
                w[i], w[j], i, w[j], w[i], j
}' > nasty.tsv
train() { "$S2S" train nasty.tsv -q --embed 16 --hidden 16 --attn-size 8 --steps 60 "$@"; }
train -m nasty.safetensors && train --focus none -m none.safetensors || exit 1
"$S2S" report nasty.safetensors -q --twin none.safetensors -o "$keep/report.html" \
    --sentence '</script><img onerror=alert(1) src=x> "the" & &amp;' || exit 1
"$S2S" report none.safetensors -q -o "$keep/none.html" || exit 1
head -n 5 nasty.tsv | cut -f 1 |
    "$S2S" align -q -m nasty.safetensors --html -o "$keep/align.html" || exit 1
cp nasty.run/report.html "$keep/train.html"
"$S2S" compare nasty.tsv -q --attention none,concat --embed 16 --hidden 16 --attn-size 8 \
    --steps 60 --report "$keep/compare.html" > /dev/null || exit 1

# ==== Markup ===========================================================

# tidy knows neither that an <svg> may have a fill nor that it may have a
# <style> of its own.
tidied() {
    tidy -e -q --fix-style-tags no "$1" 2>&1 |
        grep -v -e '<svg> proprietary attribute "fill"' -e 'found <style> tag in <body>'
}
for page in "$keep"/*.html; do
    name=$(basename "$page")
    if have xmllint; then
        if xmllint --noout --nonet "$page"; then ok; else bad "$name: xmllint"; fi
    fi
    if have tidy; then is "$name: tidy" "$(tidied "$page")" ''; fi
    [ "$(wc -c < "$page")" -le 2000000 ] && ok || bad "$name: larger than 2 MB"
done
have xmllint || echo 'skipped xmllint: not installed'
have tidy || echo 'skipped tidy: not installed'

# ==== Browser ==========================================================

# chrome PAGE FLAG...: its words in $tmp/words, what it prints in $tmp/dom
chrome() {
    page=$1; shift
    timeout 60 "$browser" --headless --no-sandbox --disable-gpu --disable-quic \
        --no-first-run --disable-background-networking --disable-component-update \
        --disable-sync --hide-scrollbars --user-data-dir="$tmp/profile" \
        --host-resolver-rules='MAP * ~NOTFOUND' --enable-logging=stderr --v=0 \
        "$@" "file://$page" > "$tmp/dom" 2> "$tmp/words"
}
# number PATTERN FILE: of its matches
number() { grep -o "$1" "$2" | wc -l | tr -d ' '; }

# opened PAGE: what the browser makes of it is what was written
opened() {
    name=$(basename "$1")
    chrome "$1" --dump-dom || { bad "$name: the browser failed"; return; }
    is "$name: console" "$(number 'CONSOLE' "$tmp/words")" 0
    is "$name: elements that run or fetch" \
        "$(number '<script\|<img\|<iframe\|<link\|<object\| onerror="\| src="\|="http[^"]*[^g]"' "$tmp/dom")" 0
    for what in '<td class="w' '<th scope="row"' '<section' '<polyline' 'tabindex="0"'; do
        is "$name: $what" "$(number "$what" "$tmp/dom")" "$(number "$what" "$1")"
    done
}
# written FILE PAGE OPTION...: on a busy machine the browser may die, once
written() {
    file=$1 from=$keep/$2.html; shift 2
    chrome "$from" "$@"
    [ -s "$keep/$file" ] || chrome "$from" "$@"
    [ -s "$keep/$file" ] && ok || bad "$file: not written"
}
browser=''
for b in chromium chromium-browser google-chrome; do
    [ "$browser" ] || ! have $b || browser=$b
done
if [ "$browser" ]; then
    for page in "$keep"/*.html; do
        opened "$page"
        [ "$(number '<td class="w' "$page")" -gt 0 ] || [ "$page" = "$keep/none.html" ] ||
            bad "$page: no cells"
    done
    written light.png report --window-size=1100,3000 --screenshot="$keep/light.png"
    written dark.png report --window-size=1100,3000 --screenshot="$keep/dark.png" \
        --blink-settings=preferredColorScheme=0
    for page in report compare; do
        written "$page.pdf" "$page" --print-to-pdf="$keep/$page.pdf"
    done
    if have pdftotext; then
        # on paper what was folded is unfolded, and no mouse is talked of
        pdftotext -layout "$keep/report.pdf" "$tmp/paper"
        is 'paper: an option' "$(number 'embedding width M' "$tmp/paper")" 1
        is 'paper: the contents, the mouse' "$(number 'Skip to\|the mouse' "$tmp/paper")" 0
    else
        echo 'skipped the words on paper: no pdftotext'
    fi
    cmp -s "$keep/light.png" "$keep/dark.png" && bad 'dark looks like light'
else
    echo 'skipped the browser: no chromium'
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
