# lint.awk: the rules of scripts/lint.sh, one pass over all files (-v dir=,
# with its slash, holds the floors).
#
# Rules look at `code`: the line without comments and with empty strings.
# The character before a forbidden call may not be part of a name, nor the
# dot or arrow of a member.

BEGIN {
    floors()
    calls()
    for (i = 1; i < ARGC; i++)
        meet(substr(ARGV[i], length(dir) + 1), ARGV[i])
}

# ==== The rules =========================================================

function floors()
{
    below["base"] = " "
    below["kern"] = below["text"] = below["eval"] = below["lex"] = " base "
    below["nn"] = " kern base "
    below["report"] = " eval base "
    below["model"] = " nn text kern base "
    below["task"] = " model nn report kern text eval lex base "
    below["cmd"] = " task model nn report kern text eval lex base "
}

# forbid(NAMES, WHERE ALLOWED, WHY): names as a|b|c; places are a pattern on
# the path below dir.
function forbid(names, where, why)
{
    nrules++
    rule[nrules] = "(^|[^A-Za-z0-9_.>])(" names ")[ ]*[(]"
    allowed[nrules] = where
    reason[nrules] = why
}

function calls()
{
    never = "^$"
    forbid("malloc|calloc|realloc|free|aligned_alloc|posix_memalign|" \
           "strdup|strndup",
           "^base/(arena|strbuf|file[a-z_]*|lines[a-z_]*|json)[.]c$",
           "memory comes from an arena or a strbuf")
    forbid("exit|abort|_exit|_Exit|quick_exit|perror",
           "^(base/die[.]c|base/log[.]c|cmd/.*)$",
           "return an error, or use base/die.h")
    forbid("printf|vprintf|puts|putchar", "^cmd/",
           "only cmd/ prints to stdout")
    forbid("expf?|expm1f?|exp2f?|logf?|log2f?|log10f?|log1pf?|tanhf?|" \
           "sinf?|cosf?|tanf?|sinhf?|coshf?|atanf?|atan2f?|powf?|erff?|cbrtf?",
           "^(base/fmath[.]c|eval/.*|report/.*|kern/real_math[.]h)$",
           "libm differs between systems; use base/fmath.h")
    forbid("strcpy|strcat|sprintf|vsprintf|gets|atoi|atol|atof|strtok|" \
           "alloca|setlocale|rand|srand|system|popen", never,
           "not used here")
}

# What is a word in the code, not a call.
function words()
{
    if (code ~ /(^|[^A-Za-z0-9_])stderr([^A-Za-z0-9_]|$)/ &&
        path !~ /^(base\/(die|log)[.]c|cmd\/)/)
        error("stderr: use base/log.h or return an error")
    if (code ~ /(^|[^A-Za-z0-9_])stdout([^A-Za-z0-9_]|$)/ &&
        path !~ /^(base\/file[a-z_]*[.]c|cmd\/)/)
        error("stdout: only cmd/ prints to it")
    if (floor == "nn" &&
        code ~ /(^|[^A-Za-z0-9_])(float|double)([^A-Za-z0-9_]|$)/)
        error("float or double in nn/: real is the number type")
    if (code ~ /^[ ]*#[ ]*pragma[ ]+omp/ && path != "base/par.c")
        error("OpenMP: only base/par.c names it")
}

function include(line,    name, to)
{
    if (line ~ /<omp.h>/ && path != "base/par.c")
        error("OpenMP: only base/par.c names it")
    if (line ~ /<utf8proc.h>/ && path !~ /^base\/utf8/)
        error("utf8proc: only base/utf8*.c use it")
    if (line ~ /<(immintrin|[a-z]mmintrin|arm_neon).h>/ && floor != "kern")
        error("SIMD: only kern/ uses it")
    if (line !~ /"/)
        return
    name = line
    sub(/^[^"]*"/, "", name)
    sub(/".*$/, "", name)
    if (nincludes++ == 0 && own != "" && name != own)
        error("the first include must be \"" own "\"")
    to = name
    if (!sub(/\/.*$/, "", to))
        error("include \"" name "\": write it from src/ on")
    else if (to != floor && name != "text/batch.h" &&
             index(below[floor], " " to " ") == 0)
        error(floor "/ may not include " name)
    else if (name == "text/batch.h" && floor != "text" && floor != "nn" &&
             index(below[floor], " text ") == 0)
        error(floor "/ may not include " name)
}

# ==== Reports ===========================================================

function error(text)
{
    print FILENAME ":" FNR ": error: " text
    errors++
}

function warning(text)
{
    print file ":" last ": warning: " text
    warnings++
}

# ==== Files =============================================================

# Before anything is read: two files of one name confuse whoever searches.
function meet(name, full,    base)
{
    known[name] = 1
    base = name
    sub(/^.*\//, "", base)
    if (base in place) {
        print full ": error: " place[base] " has the same name"
        errors++
    }
    place[base] = full
}

function end_file()
{
    if (file == "")
        return
    nfiles++
    if (last > 600) {
        print file ": error: " last " lines (at most 600)"
        errors++
    } else if (last > 400)
        warning("the file has " last " lines (better 400)")
}

FNR == 1 {
    end_file()
    file = FILENAME
    path = substr(FILENAME, length(dir) + 1)
    floor = path
    sub(/\/.*$/, "", floor)
    if (!(floor in below))
        error("no such floor: " floor)
    own = path
    sub(/[.]c$/, ".h", own)
    if (own == path || !(own in known))
        own = ""
    nincludes = 0
    comment = 0
    body = 0
}

# ==== Lines =============================================================

# The line without comments; strings and characters become "" and ''.
function strip(s,    out, k, c)
{
    out = ""
    noted = comment
    while (s != "") {
        if (comment) {
            k = index(s, "*/")
            if (k == 0)
                return out
            s = substr(s, k + 2)
            comment = 0
            out = out " "
        }
        k = match(s, /["']|\/[*\/]/)
        if (k == 0)
            return out s
        c = substr(s, k, 1)
        out = out substr(s, 1, k - 1)
        s = substr(s, k)
        if (c == "/") {
            noted = 1
            if (substr(s, 2, 1) == "/")
                return out
            comment = 1
            s = substr(s, 3)
        } else {
            k = c == "\"" ? match(s, /^"([^"\\]|\\.)*"/) \
                          : match(s, /^'([^'\\]|\\.)*'/)
            out = out c c
            s = k ? substr(s, RLENGTH + 1) : ""
        }
    }
    return out
}

function widths(    w, s)
{
    s = $0
    w = length(s)
    if (w > 80) {
        w -= gsub(/[\200-\277]/, "", s)
        if (w > 80)
            error(w " columns (at most 80)")
    }
    if ($0 ~ /\t/)
        error("a tab")
    if ($0 ~ /[ \r]$/)
        error("white space at the end of the line")
}

function functions(    n)
{
    if ($0 ~ /^{/)
        body = FNR
    else if ($0 ~ /^}/ && body) {
        n = FNR - body + 1
        size[++nfunctions] = n
        if (n > 70)
            error("a function of " n " lines (at most 70)")
        else if (n > 40)
            warning("a function of " n " lines (better 40)")
        body = 0
    }
}

{
    last = FNR
    code = strip($0)
    if ($0 !~ /^[ ]*$/) {
        nlines++
        ncomments += noted
    }
    widths()
    functions()
    if ($0 ~ /^[ ]*#[ ]*include/) {
        include($0)
        next
    }
    words()
    if (index(code, "(") > 0)
        for (r = 1; r <= nrules; r++)
            if (code ~ rule[r] && path !~ allowed[r]) {
                match(code, rule[r])
                name = substr(code, RSTART, RLENGTH)
                gsub(/[^A-Za-z0-9_]/, "", name)
                error(name "(): " reason[r])
            }
}

# ==== The table =========================================================

# Sizes are small numbers: counting sort.
function quantile(share,    k, n)
{
    n = 0
    for (k = 0; k <= 2000; k++) {
        n += count[k]
        if (n >= share * nfunctions && n > 0)
            return k
    }
    return k
}

END {
    end_file()
    for (i = 1; i <= nfunctions; i++) {
        count[size[i]]++
        short += size[i] <= 40
    }
    if (nfunctions > 0 && nlines > 0) {
        print "files  functions  median  p90  max  <= 40  comments"
        printf "%5d  %9d  %6d  %3d  %3d  %4.1f%%  %7.1f%%\n", nfiles,
            nfunctions, quantile(0.5), quantile(0.9), quantile(1),
            100 * short / nfunctions, 100 * ncomments / nlines
    }
    print errors + 0 " errors, " warnings + 0 " warnings"
    exit errors > 0
}
