#!/bin/sh
# Checks the conventions that a compiler does not make: which folder
# may include which, which calls belong where, sizes of files, functions and
# lines.  Prints "FILE:LINE: error: ..." or "warning: ...", then a table.
# Exit 1 if there was an error.
#
#   scripts/lint.sh [DIR]       DIR holds the floors (src); without it the
#                               tutorial's chapters are measured, too
set -u
here=$(cd "$(dirname "$0")" && pwd) || exit 2
[ $# -gt 0 ] || cd "$here/.." || exit 2
DIR=${1:-src}
LC_ALL=C
export LC_ALL
[ $# -gt 0 ] || awk '
    FNR == 61 { print FILENAME ":61: error: a chapter is a screen of 60 lines"; bad = 1 }
    END { exit bad }' docs/[0-9]*.md || exit 1
find "$DIR" -name '*.[ch]' | sort | tr '\n' '\0' |
    xargs -0 awk -v "dir=$DIR/" -f "$here/lint.awk" || exit 1
