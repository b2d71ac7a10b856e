#!/bin/sh
# gradient_picture.sh: docs/gradient.svg: how much one target word hangs on
# each source word, with attention and without.
#
#   scripts/gradient_picture.sh STEP SOURCE TARGET NAME MODEL [NAME MODEL]
#
# prints an SVG: of each model a column of bars, |dL/dx_j| of `s2s explain
# --gradient` as its share of the column's sum.
set -u
S2S=${S2S:-$(dirname "$0")/../s2s}
[ $# -ge 5 ] || { sed -n '2,/^set/s/^# \{0,1\}//p' "$0" | sed '$d' >&2; exit 2; }
step=$1 source=$2 target=$3
shift 3
while [ $# -ge 2 ]; do
    echo "model $1"
    "$S2S" explain -m "$2" --gradient --step "$step" "$source" "$target" || exit
    shift 2
done | awk '
    $1 == "model" { name[++models] = substr($0, 7) }
    $1 == "step" { match($0, /\(.*\)/); word = substr($0, RSTART + 1, RLENGTH - 2) }
    $1 ~ /^[0-9]+$/ && NF >= 4 {
        source[$1] = $2; norm[models, $1] = $4; sum[models] += $4
        if ($1 > rows) rows = $1
    }
    function share(m, j) { return norm[m, j] / sum[m] }
    function text(s) { gsub(/&/, "\\&amp;", s); gsub(/</, "\\&lt;", s); return s }
    END {
        left = 120; wide = 300; row = 20; top = 84; gap = 70
        colour[1] = "#0072b2"; colour[2] = "#d55e00"
        for (m = 1; m <= models; m++)
            for (j = 1; j <= rows; j++)
                if (share(m, j) > most) most = share(m, j)
        printf "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" fill=\"#222\">\n",
            width = left + models * (wide + gap), height = top + rows * row + 20, width, height
        printf "<title>On which source words %s hangs</title>\n", text(word)
        print "<style>text{font:14px \"DejaVu Sans\",\"Noto Sans\",sans-serif}.h{font-size:18px;font-weight:bold}.e{text-anchor:end}.g{font-size:12px;fill:#666}</style>"
        print "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>"
        printf "<text class=\"h\" x=\"20\" y=\"36\">On which source words “%s” hangs: |dL/dx_j|, share of the sum</text>\n", text(word)
        for (j = 1; j <= rows; j++)
            printf "<text class=\"e\" x=\"%d\" y=\"%d\">%s</text>\n", left - 10, top + j * row - 5, text(source[j])
        for (m = 1; m <= models; m++) {
            x = left + (m - 1) * (wide + gap)
            printf "<text x=\"%d\" y=\"%d\">%s</text>\n", x, top - 10, text(name[m])
            for (j = 1; j <= rows; j++) {
                long = share(m, j) / most * wide
                printf "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"><title>%s: %s</title></rect>",
                    x, top + (j - 1) * row + 3, long, row - 6, colour[m], text(source[j]), norm[m, j]
                printf "<text class=\"g\" x=\"%.1f\" y=\"%d\">%.1f %%</text>\n", x + long + 6, top + j * row - 5, 100 * share(m, j)
            }
        }
        print "</svg>"
    }'
