# shellcheck shell=sh
# install.sh: what scripts/demo and scripts/check share, read in with `.`:
#
#   need NAME TEST...    NAME is missing unless the TEST succeeds
#   install_missing      lists what is missing and installs it, or prints the
#                        one line to run and exits with 1
#
# NAME is one of the words of packages().  As root it just installs, else it
# asks on the terminal before sudo; without a terminal it asks nobody.
missing=''
need() { # need NAME TEST...
    name=$1; shift
    "$@" > /dev/null 2>&1 || missing="$missing $name"
}
# wish NAME TEST...: the same, but there is no harm if it cannot be installed
wishes=''
wish() {
    name=$1; shift
    "$@" > /dev/null 2>&1 || wishes="$wishes $name"
}

# compiles HEADER LIBRARY: the compiler finds both
compiles() {
    printf '#include <%s>\nint main(void) { return 0; }\n' "$1" |
        ${CC:-cc} -x c - -x none ${2:+"-l$2"} -o /dev/null
}
# cJSON's header may be in a folder of its own that only pkg-config knows
cjson() { compiles cjson/cJSON.h cjson || compiles cJSON.h cjson; }

# The names of a thing: ours, apt, dnf, pacman, brew ("-": comes with another)
packages() {
    cat <<'END'
compiler      gcc             gcc             gcc         gcc
libc          libc6-dev       glibc-devel     glibc       -
make          make            make            make        make
pkg-config    pkg-config      pkgconf         pkgconf     pkgconf
cjson         libcjson-dev    cjson-devel     cjson       cjson
utf8proc      libutf8proc-dev utf8proc-devel  libutf8proc utf8proc
zlib          zlib1g-dev      zlib-devel      zlib        zlib
png           libpng-dev      libpng-devel    libpng      libpng
freetype2     libfreetype-dev freetype-devel  freetype2   freetype
harfbuzz      libharfbuzz-dev harfbuzz-devel  harfbuzz    harfbuzz
fontconfig    libfontconfig-dev fontconfig-devel fontconfig fontconfig
check         check           check-devel     check       check
tmux          tmux            tmux            tmux        tmux
END
}
# named COLUMN THING...: the packages that it is called there
named() {
    column=$1; shift
    for thing in "$@"; do
        packages | awk -v t="$thing" -v c="$column" '$1 == t && $c != "-" { print $c }'
    done | tr '\n' ' ' | sed 's/ *$//'
}

# one_line THING...: what to run on this system, in one line
one_line() {
    if command -v dnf; then echo "sudo dnf install -y $(named 3 "$@")"
    elif command -v pacman; then echo "sudo pacman -S --needed $(named 4 "$@")"
    elif command -v brew; then echo "brew install $(named 5 "$@")"
    else echo "sudo apt-get install -y $(named 2 "$@")"
    fi | tail -n 1
}
by_hand() {
    # shellcheck disable=SC2086 # several words
    { echo "$1; please run:"; one_line $missing; } >&2
    exit 1
}

# agreed: did somebody at the terminal say yes?
agreed() {
    # shellcheck disable=SC2217 # is there a terminal?
    [ -z "${CI:-}" ] && { : < /dev/tty; } 2> /dev/null || return 1
    printf 'Install them with sudo apt-get? [Y/n] ' > /dev/tty
    read -r answer < /dev/tty || return 1
    case $answer in '' | [yYoOjJ]*) ;; *) return 1 ;; esac
}

install_missing() {
    [ "$missing$wishes" ] || { echo "nothing is missing"; return; }
    # shellcheck disable=SC2086 # several words
    set -- $missing
    [ $# -eq 0 ] || echo "missing: $(named 2 "$@")"
    [ -z "$wishes" ] || echo "would be good to have:$wishes"
    if ! command -v apt-get > /dev/null; then
        [ $# -eq 0 ] && return
        by_hand "no apt-get here"
    fi
    root=''
    if [ "$(id -u)" -ne 0 ]; then
        [ $# -gt 0 ] || return 0 # wishes alone are not worth a question
        command -v sudo > /dev/null || by_hand "not root, and no sudo"
        agreed || by_hand "not installed"
        root=sudo
    fi
    apt $root update || echo "apt-get update failed; going on" >&2
    # shellcheck disable=SC2046,SC2086 # several words
    { [ $# -eq 0 ] || apt $root install $(named 2 "$@"); } ||
        by_hand "apt-get failed"
    for thing in $wishes; do
        apt $root install "$(named 2 "$thing")" || echo "without $thing" >&2
    done
}
# apt [sudo] VERB PACKAGE...: its words only if it fails
apt() {
    with=''
    [ "$1" != sudo ] || { with=sudo; shift; }
    verb=$1; shift
    echo "apt-get $verb $*"
    log=$(DEBIAN_FRONTEND=noninteractive $with apt-get -q -y \
        --no-install-recommends "$verb" "$@" 2>&1 < /dev/null) ||
        { echo "$log" | tail -n 20 >&2; return 1; }
}

# what the program itself is built with
need_program() {
    need compiler command -v "${CC:-cc}"
    need libc compiles stdio.h ''
    need make command -v make
    wish pkg-config command -v pkg-config
    need cjson cjson
    need utf8proc compiles utf8proc.h utf8proc
    need zlib compiles zlib.h z
    wish png compiles png.h png
    for library in freetype2 harfbuzz fontconfig; do
        wish $library "${PKG:-pkg-config}" --exists $library
    done
}
