#!/bin/sh
# readme.sh [FILE...]: runs the commands in README.md, in order, in a copy of
# the working tree.
#
# Run is each block fenced with ```sh, as one script that must succeed; other
# fences (```shell, ```text) are only shown.  A line `<!-- if: COMMAND -->`
# before a block skips it where COMMAND fails.
set -u
cd "$(dirname "$0")/.." || exit 2
[ $# -gt 0 ] || set -- README.md
unset S2S_MODEL S2S_ISA MAKEFLAGS MAKELEVEL
passed=0 failed=0
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM

mkdir -p "$tmp/copy/build" || exit 2
git ls-files --cached --others --exclude-standard -z > "$tmp/files"
tar -cf - --null -T "$tmp/files" 2> /dev/null | tar -xf - -C "$tmp/copy" || exit 2
[ ! -d build/release ] || cp -Rp build/release "$tmp/copy/build/"

# N.sh and N.if, one a block, with its line as a comment on top
awk -v out="$tmp/" '
    /^```sh$/ { n++; block = 1
        print "# " FILENAME ":" FNR > (out n ".sh")
        print condition == "" ? "true" : condition > (out n ".if")
        condition = ""; next }
    /^```/ { block = 0 }
    block { print > (out n ".sh") }
    /^<!-- if: / { condition = $0; gsub(/^<!-- if: | -->$/, "", condition) }
    ' "$@"
n=1
while [ -f "$tmp/$n.sh" ]; do
    read -r comment < "$tmp/$n.sh"
    where=${comment#\# }
    if ! sh "$tmp/$n.if" > /dev/null 2>&1 < /dev/null; then
        echo "skipped $where: no $(cat "$tmp/$n.if")"
    elif (cd "$tmp/copy" && timeout -k 10 300 sh -eu "$tmp/$n.sh") \
        > "$tmp/log" 2>&1 < /dev/null; then
        passed=$((passed + 1)); echo "ok      $where"
    else
        failed=$((failed + 1)); echo "FAILED  $where"
        tail -n 20 "$tmp/log"
    fi
    n=$((n + 1))
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
