#!/usr/bin/env bash
# Fetches the C sources of the projects of c-projects.tsv into corpus/c/PROJECT/, next to this script: about 445 MB of other
# people's C, to train on besides the kernel (corpus/fetch-linux.sh).
#
#   corpus/fetch-c.sh            does nothing if corpus/c has the projects already; continues after an interruption
#   corpus/fetch-c.sh --force    fetches again and replaces corpus/c
#
# The versions are fixed: Debian 13's source packages, each checked by its SHA-256. They are taken from Debian's mirror, or
# once they have left it, from snapshot.debian.org. MIRROR=https://... chooses another mirror, or several with a space between.
# A mirror that sends less than 10 kB/s for STALL_SECONDS (30) comes last from then on. Needs curl, tar, xz, bzip2 and iconv.
#
# Only .c and .h files and the licences are kept. Left out are tests, examples, generated files, tables, files that are not
# UTF-8, and copies of other projects' code. Of what remains of a large project, files are taken evenly from all folders up to
# LIMIT (3000000) bytes. One file in twenty goes to corpus/c/held-out/PROJECT/, which config/c.yaml does not read, to measure on.
# Nothing of it is committed: each project keeps its licence, and corpus/c/LICENCES.md lists them.
# Redis, Lua, lighttpd, nano, htop and jq are left out on purpose: no network may read them, so that they can measure one from
# outside.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
target=$here/c
table=$here/c-projects.tsv
# Beside the target, so that the last step is a rename within one file system: corpus/c is whole or not there. An interrupted
# run leaves here what the next one continues with.
work=$here/c.tmp
read -ra mirrors <<<"${MIRROR:-https://deb.debian.org/debian} https://snapshot.debian.org/archive/debian/20261202T000000Z"
stall=${STALL_SECONDS:-30}
limit=${LIMIT:-3000000}

# What no project's own code is named: folders, then files without their extension.
folders_left_out='tests?|testing|testsuite|test-suite|testcases?|unit-?tests?|regress|regression|t|fuzz|fuzzers?|fuzzing'
folders_left_out+='|oss-fuzz|examples?|demos?|samples?|bench|benchmarks?|docs?|documentation|gnulib.*|gl|gllib|intl|libintl'
folders_left_out+='|third[_-]?party|3rd-?party|vendor|externals?|extern|bundled|deps|contrib|compat|m4|po|generated|autogen'
folders_left_out+='|build-aux|debian|obsolete|legacy|lua|kconfig'
files_left_out='test[s_-].*|tests?[0-9]*|t-.*|.*[_-]tests?|.*[_-]fuzz(er)?|fuzz[_-].*|getopt.*|.*_generated|.*\.tab|lex\.yy'
files_left_out+='|.*[_-]tables?|.*[._-]gen|regcomp|regexec|regex|uthash|utlist|xxhash|siphash'
files_left_out+='|khash|stb_.*|miniz|cJSON|sqlite3.*|linenoise|sds|lua.*|alloca|strl(cpy|cat)|snprintf|inet_(ntop|pton|aton)'
files_left_out+='|(mpfr-)?longlong|mini-gmp|la_queue|ladspa|intprops|idx|gettext|memento|wcwidth|ucdata|chacha_private'
files_left_out+='|md5.*|sha(1|256|512)'
generated='(automatically|auto|machine|script)[ -]?generated|(file|code|source|header) (is|was) generated'
generated+='|generated (automatically|by|from)|do not edit|don.t edit|a bison parser|lexical scanner|code produced by gperf'

say() { printf '%s\n' "$*" >&2; }
fail() {
    say "fetch-c.sh: $*"
    exit 1
}

# Sets the arrays present and missing to the projects that have C files in corpus/c, and to the others.
look() {
    local name
    present=() missing=()
    while read -r name _; do
        if [ -n "$(find "$target/$name/" -type f -name '*.[ch]' 2>/dev/null | head -n 1)" ]; then
            present+=("$name")
        else
            missing+=("$name")
        fi
    done <<<"$projects"
}

report() {
    local files bytes
    look
    files=$(find "$target/" -type f -name '*.[ch]' | wc -l)
    bytes=$(find "$target/" -type f -name '*.[ch]' -exec cat {} + | wc -c)
    printf '%s: %d projects; %d .c and .h files, %d bytes\n' "$target" ${#present[@]} "$files" "$bytes"
}

sha256() {
    if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d ' ' -f 1
}

# fetch FILE CHECKSUM: downloads a file of Debian's pool to $work/archive, from the first mirror that has it.
fetch() {
    local mirror other others found status
    for mirror in "${mirrors[@]}"; do
        status=0
        # --retry-max-time: no retry after a stall.
        curl --fail --location --retry 2 --retry-max-time "$stall" --connect-timeout "$stall" --speed-limit 10000 --speed-time "$stall" \
            --silent --show-error --output "$work/archive" "$mirror/pool/main/$1" 2>>"$work/errors" || status=$?
        if [ $status = 0 ]; then
            found=$(sha256 "$work/archive")
            [ "$found" = "$2" ] || fail "$mirror/pool/main/$1 has the SHA-256 $found, not $2"
            return
        elif [ $status = 28 ]; then # a timeout
            say "$mirror does not answer, or too slowly."
            others=()
            for other in "${mirrors[@]}"; do [ "$other" = "$mirror" ] || others+=("$other"); done
            mirrors=("${others[@]}" "$mirror")
        fi
    done
    fail "${1##*/} could not be downloaded from ${mirrors[*]}: $(tail -n 1 "$work/errors")"
}

# Prints the number of bytes and the name of each file that was written by hand, of those named on the input: neither generated
# nor mostly numbers.
written_by_hand() {
    tr '\n' '\0' | LC_ALL=C xargs -0 awk -v generated="$generated" '
        function report() { if (bytes > 0 && !isGenerated && digits <= bytes / 4) print bytes, name }
        FNR == 1 { report(); name = FILENAME; bytes = digits = isGenerated = 0 }
        FNR <= 30 && tolower($0) ~ generated { isGenerated = 1 }
        { bytes += length($0) + 1; digits += gsub(/[0-9,]/, "") }
        END { report() }'
}

# Leaves out the files that are not UTF-8, of those named on the input.
utf8() {
    local path
    cat >"$work/names"
    { tr '\n' '\0' <"$work/names" | LC_ALL=C xargs -0 grep -l '[^ -~[:space:]]' || true; } |
        while IFS= read -r path; do
            iconv -f UTF-8 -t UTF-8 "$path" >/dev/null 2>&1 || printf '%s\n' "$path"
        done >"$work/other-encodings"
    grep -vxFf "$work/other-encodings" "$work/names"
}

# Prints the names of files of not more than $limit bytes together, taken evenly from all, given the bytes and the name of each.
up_to_limit() {
    awk -v limit="$limit" '
        { bytes[NR] = $1; total += $1; sub(/^[0-9]+ /, ""); name[NR] = $0 }
        END {
            share = total > limit ? limit / total : 1
            for (i = 1; i <= NR; i++) {
                seen += bytes[i]
                if (taken + bytes[i] <= seen * share) { taken += bytes[i]; print name[i] }
            }
        }'
}

# left_in PATTERNS: the names on the input that none of the patterns matches.
left_in() {
    local path pattern
    while IFS= read -r path; do
        for pattern in $1; do
            # shellcheck disable=SC2254 # a pattern
            case $path in $pattern) continue 2 ;; esac
        done
        printf '%s\n' "$path"
    done
}

# copy LIST FOLDER: copies the files that a list names from $work/all, with line ends of \n instead of \r\n.
copy() {
    local file
    mkdir -p "$2"
    tar -cf - -C "$work/all" -T "$1" | tar -xf - -C "$2"
    { grep -rl $'\r$' "$2" || true; } | while IFS= read -r file; do
        sed $'s/\r$//' "$file" >"$work/lines" && cat "$work/lines" >"$file"
    done
}

# unpack PROJECT FILE FOLDERS LEFT_OUT: unpacks $work/archive, chosen C files and licences only, to $work/c/PROJECT, or for one
# file in twenty to $work/c/held-out/PROJECT. The former comes last: if it is there, the project is complete.
unpack() {
    local decompress new=$work/new folder
    case $2 in
    *.gz) decompress=gzip ;;
    *.xz) decompress=xz ;;
    *.bz2) decompress=bzip2 ;;
    esac
    rm -rf "$work/all" "$new" "$work/c/held-out/$1"
    mkdir -p "$work/all" "$new" "$work/c/held-out"
    "$decompress" -dc "$work/archive" | tar -xf - -C "$work/all" --strip-components=1 || fail "${2##*/} could not be unpacked"
    for folder in $3; do
        [ -d "$work/all/$folder" ] || fail "${2##*/} has no folder $folder"
    done
    (
        cd "$work/all"
        # shellcheck disable=SC2086 # several folders
        find $3 -type f -name '*.[ch]' | sed 's|^\./||' | grep -Eiv "(^|/)($folders_left_out)/|(^|/)($files_left_out)\.[ch]\$" |
            left_in "$4" | LC_ALL=C sort | utf8 | written_by_hand | up_to_limit >"$work/chosen"
    ) && [ -s "$work/chosen" ] || fail "no C files of ${2##*/} are left"
    awk 'NR % 20 != 10' "$work/chosen" >"$work/kept"
    awk 'NR % 20 == 10' "$work/chosen" >"$work/held-out"
    # The licences, where they are files (mksh's is in its sources; glib's is a link to a file of another folder).
    # shellcheck disable=SC2086 # several folders
    (cd "$work/all" && find . $3 -maxdepth 1 ! -type d ! -name '*.[ch]' \( -iname 'COPYING*' -o -iname '*LICEN[CS]E*' \
        -o -iname 'COPYRIGHT*' -o -iname 'NOTICE*' -o -iname 'README*' \) -exec cp -L {} "$new/" \;)
    copy "$work/kept" "$new"
    copy "$work/held-out" "$work/c/held-out/$1"
    mv "$new" "$work/c/$1"
}

force=no
while [ $# -gt 0 ]; do
    case $1 in
    --force) force=yes ;;
    *)
        say "fetch-c.sh: unknown argument '$1'; allowed is --force"
        exit 2
        ;;
    esac
    shift
done
[[ $stall =~ ^[1-9][0-9]*$ ]] || { say "fetch-c.sh: STALL_SECONDS is '$stall', but must be a whole number from 1 on" && exit 2; }
projects=$(grep -v '^#' "$table")
if [ -n "$(ls -A "$target" 2>/dev/null)" ] && [ "$force" = no ]; then
    look
    [ ${#missing[@]} = 0 ] || fail "$target has no C files of ${missing[*]}; --force fetches all again and replaces the folder"
    say "$target is already there; --force fetches it again."
    report
    exit 0
fi
for tool in curl tar gzip xz bzip2 iconv; do
    command -v "$tool" >/dev/null || fail "$tool is needed: please install it"
done

trap 'exit 130' INT TERM
set -f # the table's patterns are not names of files here
cmp -s "$table" "$work/c-projects.tsv" || rm -rf "$work" # left by a run with another table
mkdir -p "$work/c"
cp "$table" "$work/c-projects.tsv"
printf '# Licences of the projects in this folder\n\n| project | licence | from |\n|---|---|---|\n' >"$work/c/LICENCES.md"
while IFS=$'\t' read -r name licence file checksum folders left_out; do
    if [ ! -d "$work/c/$name" ]; then
        say "Fetching ${file##*/} ..."
        fetch "$file" "$checksum"
        unpack "$name" "$file" "$folders" "$left_out"
    fi
    printf '| %s | %s | %s |\n' "$name" "$licence" "${file##*/}" >>"$work/c/LICENCES.md"
done <<<"$projects"

trap '' INT TERM # between the two renames there is no corpus/c
if [ -e "$target" ]; then
    mv "$target" "$work/old"
fi
mv "$work/c" "$target"
rm -rf "$work"
trap 'exit 130' INT TERM
report
