#!/bin/sh
# terminal.sh: what is drawn on a terminal, on a real one: tmux, whose screen
# can be read back, made smaller and larger in the midst of it.
# Skipped with a word where there is no tmux.
set -u
top=$(cd "$(dirname "$0")/.." && pwd) || exit 2
S2S=${S2S:-$top/s2s} passed=0 failed=0
case $S2S in /*) ;; *) S2S=$PWD/$S2S ;; esac
if ! command -v tmux > /dev/null; then
    echo 'skipped the terminal: no tmux'
    echo '0 passed, 0 failed'
    exit
fi
tmp=$(mktemp -d) || exit 2
servers=0 resized=0 # each has a socket of its own: the last one takes its time to go
mux() { tmux -f "$tmp/tmux.conf" -S "$tmp/$servers" "$@"; }
trap 'mux kill-server 2> /dev/null; rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM

ok() { passed=$((passed + 1)); }
bad() { failed=$((failed + 1)); echo "FAILED $*"; sed 's/^/    |/' "$tmp/screen"; }
is() { if [ "$2" = "$3" ]; then ok; else bad "$1: $2, expected $3"; fi; }

# ==== The terminal =====================================================

PROMPT='READY>'
echo 'set -g default-terminal screen-256color' > "$tmp/tmux.conf"
echo "PS1='$PROMPT '" > "$tmp/shell.rc"
head -n 600 "$top/data/train.en-fr.tsv" > "$tmp/corpus.tsv"
# a dev sentence that is as short as what is shown, behind one that is too wide
awk -F '\t' 'length($1) > 60 && split($1, w, " ") <= 12 { print; exit }' \
    "$top/data/dev.en-fr.tsv" > "$tmp/dev.tsv"
awk -F '\t' 'split($1, w, " ") == 8 && split($2, v, " ") < 10 { print; exit }' \
    "$top/data/dev.en-fr.tsv" >> "$tmp/dev.tsv"
SOURCE=$(sed -n 2p "$tmp/dev.tsv" | cut -f 1) REFERENCE=$(sed -n 2p "$tmp/dev.tsv" | cut -f 2)
TRAIN="$S2S train corpus.tsv --dev dev.tsv --force --threads 1 --embed 24 --hidden 48"
TRAIN="$TRAIN --attn-size 24 --epochs 100000"

# start NAME=VALUE...: a shell of its own in a window of 80 x 30
start() {
    mux kill-server 2> /dev/null
    servers=$((servers + 1)) resized=0
    (cd "$tmp" && env -u NO_COLOR -u COLORTERM -u FORCE_COLOR "$@" \
        ENV="$tmp/shell.rc" tmux -f "$tmp/tmux.conf" -S "$tmp/$servers" \
        new-session -d -x 80 -y 30 "exec sh -i") || exit 2
    until_seen "^$PROMPT"
}
look() { mux capture-pane -p "$@" > "$tmp/screen"; }
type_in() { mux send-keys -l "$1"; mux send-keys Enter; }
press() { mux send-keys "$1"; }
# resize COLUMNS ROWS: and wait for the next frame
resize() { resized=1; mux resize-window -x "$1" -y "$2"; sleep 0.6; look; }
clear_screen() { type_in clear; until_seen "^$PROMPT\$"; }

# until_seen PATTERN: waits for it on the screen, a minute at most
until_seen() {
    for _ in $(seq 300); do
        look
        grep -q -- "$1" "$tmp/screen" && return
        sleep 0.2
    done
    bad "never seen: $1"
}
rows() { grep -c -- "$1" "$tmp/screen"; }

# one_live NAME: one live line, once what is being printed is there.  A frame
# that a resize overtakes may leave its line behind: one more in that window.
one_live() {
    for _ in $(seq 15); do
        n=$(rows '^epoch')
        [ "$n" -eq 1 ] && break
        sleep 0.2
        look
    done
    [ "$n" -ge 1 ] && [ "$n" -le $((1 + resized)) ] && ok || bad "$1: $n, expected 1"
}

# clean NAME: after Ctrl-C the shell's prompt stands on a line of its own,
# the cursor behind it and to be seen, and nothing of the live part is left
clean() {
    press C-c
    until_seen 'go on with: s2s train'
    until_seen "^$PROMPT\$"
    is "$1, stopped: live lines" "$(rows '^epoch')" 0
    is "$1, stopped: pictures" "$(rows '^source  ')" 0
    is "$1, stopped: the last line" "$(grep -v '^$' "$tmp/screen" | tail -n 1)" "$PROMPT"
    is "$1, stopped: cursor" "$(mux display-message -p '#{cursor_flag} #{cursor_x}')" \
        "1 $((${#PROMPT} + 1))"
}

# ==== The live line ====================================================

start LC_ALL=C.UTF-8
type_in "$TRAIN"
until_seen '^epoch .* tokens/s'
one_live 'live lines'
for columns in 200 40 80; do
    resize $columns 30
    one_live "live lines at $columns"
    is "its remains at $columns" "$(rows '^[^e].*tokens/s\|^tokens/s')" 0
    live=$(grep '^epoch' "$tmp/screen")
    [ ${#live} -lt $columns ] && ok || bad "the live line fills $columns columns"
done
clean 'live line'

# ==== The picture ======================================================

# placed NAME: one picture, a row for each word, above one live line
placed() {
    is "$1: pictures" "$(rows '^source  ')" 1
    one_live "$1: live lines"
    # shellcheck disable=SC2086 # its words
    is "$1: target words" "$(sed '1,/^reference/d; /^epoch/,$d' "$tmp/screen" |
        awk -v n="$(echo $REFERENCE | wc -w)" '{ w[NR] = $1 }
            END { for (i = NR - n + 1; i <= NR; i++) printf "%s ", w[i] }')" "$REFERENCE "
}
# pictured NAME: and its texts whole
pictured() {
    placed "$1"
    is "$1: source" "$(sed -n 's/^source  *//p' "$tmp/screen")" "$SOURCE"
}
# cells: of the picture's rows, columns with a colour behind them
cells() {
    look -e -N
    esc=$(printf '\033')
    sed "1,/^reference/d; /^epoch/,\$d" "$tmp/screen" |
        awk -v esc="$esc" '
        { on = 0; n = 0
          while (length) {
              if (substr($0, 1, 1) == esc) {
                  m = index($0, "m"); code = substr($0, 1, m); $0 = substr($0, m + 1)
                  if (code ~ /48;5;/) on = 1; else if (code ~ /\[(0|49)?m|\[39;49m/) on = 0
              } else { n += on; $0 = substr($0, 2) }
          }
          if (n) printf "%d ", n }'
}
# the columns that all cells of a row take: words and a space behind each
WIDE=$(echo "$SOURCE" | awk '{ for (i = 1; i <= NF; i++) n += length($i) + 1; print n }')
ALL=$(echo "$REFERENCE" | awk -v w="$WIDE" '{ for (i = 1; i <= NF; i++) printf "%d ", w }')

clear_screen
type_in "$TRAIN --watch"
until_seen '^reference'
pictured 'picture'
is 'coloured cells' "$(cells)" "$ALL"
for size in '200 50' '40 30' '80 24' '80 30'; do
    # shellcheck disable=SC2086 # two words
    resize $size
    placed "picture at $size"
done
until_seen ': dev cross-entropy'
pictured 'picture below a check'
press C-z
until_seen '[Ss]topped'
type_in fg
until_seen "^$PROMPT fg"
sleep 1
look
is 'after fg: what the shell said' "$(rows '[Ss]topped')" 1
sed -i "1,/^$PROMPT fg/d" "$tmp/screen"
placed 'after fg'
resize 80 5
is 'a low window: no matrix' "$(rows 'the window is too small')" 1
is 'a low window: live lines' "$(rows '^epoch')" 1
clean 'low window'

# the second signal ends a training in the midst of a long update
resize 80 30
clear_screen
type_in "$TRAIN --watch --batch 600 --hidden 192"
until_seen '^reference'
press C-c
sleep 0.2
press C-c
until_seen "^$PROMPT\$"
is 'ended: live lines' "$(rows '^epoch')" 0
is 'ended: nothing saved' "$(rows 'go on with')" 0

# ==== Colours ==========================================================

start LC_ALL=C.UTF-8 NO_COLOR=1
type_in "$TRAIN --watch"
until_seen '^reference'
pictured 'NO_COLOR'
until_seen '^  .*---' # it has begun to look somewhere
is 'NO_COLOR: coloured cells' "$(cells)" ''
clean 'NO_COLOR'

start LC_ALL=C.UTF-8
type_in "TERM=dumb $TRAIN --watch"
until_seen '^--watch: no picture'
until_seen ': dev cross-entropy'
look -e -S -
is 'TERM=dumb: escapes' "$(rows "$(printf '\033')")" 0
press C-c
until_seen "^$PROMPT\$"

# ==== Other pictures ===================================================

# whole NAME COMMAND: what it draws is no wider than the screen, but as if
# there was one of that width
whole() {
    clear_screen
    type_in "export NO_COLOR=1; COLUMNS=$columns $2 2> /dev/null > out; clear; $2 2> /dev/null; echo DO''NE"
    until_seen '^DONE'
    is "$1" "$(sed '/^DONE/,$d' "$tmp/screen")" "$(sed 's/ *$//' "$tmp/out")"
}
for columns in 24 80; do
    mux resize-window -x $columns -y 90
    for texts in "'Nicolas knew that the waitress had shown us the baskets.'" \
        "'日本語 の 文 です 。' '日本語 の 文 です 。'"; do
        whole "align at $columns" "$S2S align -m $top/models/demo.safetensors --term $texts"
    done
done

# ==== A person at stdin ================================================

# typed COMMAND: what is typed is read where - asks for it, a sentence that the
# model keeps where nothing does
typed() {
    clear_screen
    type_in "$S2S $1 -m $top/models/demo.safetensors - 2>&1 | grep -o 'no text\\|cheval' | head -n 1"
    type_in 'We saw a horse.'
    press C-d
    until_seen '^no text$\|^cheval$'
    is "$1 -" "$(rows '^cheval$')" 1
    clear_screen
    type_in "$S2S $1 -m $top/models/demo.safetensors 2>&1 | head -n 3"
    until_seen "^s2s: no text given; a sentence kept"
    ok
}
mux resize-window -x 80 -y 30
for command in translate align explain; do typed $command; done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
