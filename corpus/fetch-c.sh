#!/usr/bin/env bash
# Fetches the C sources of 17 well-known projects into corpus/c/PROJECT/, next to this script: about 90 MB of other people's
# C, to train on besides the kernel (corpus/fetch-linux.sh).
#
#   corpus/fetch-c.sh            does nothing if corpus/c has the projects already
#   corpus/fetch-c.sh --force    fetches again and replaces corpus/c
#
# The versions are fixed: Debian 13's source packages, each checked by its SHA-256. They are taken from Debian's mirror, or
# once they have left it, from snapshot.debian.org. MIRROR=https://... chooses another mirror, or several with a space between.
# A mirror that sends less than 10 kB/s for STALL_SECONDS (30) comes last from then on. Needs curl, tar, xz and bzip2.
#
# One file in twenty of each project goes to corpus/c/held-out/PROJECT/, which config/c.yaml does not read, to measure on.
# Only .c and .h files and the licences are kept. Left out are tests, examples, generated files, tables, and copies of other
# projects' code. Nothing of it is committed: each project keeps its licence, and corpus/c/LICENCES.md lists them.
# Redis, Lua, htop and jq are left out on purpose: no network may read them, so that they can measure one from outside.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
target=$here/c
# Beside the target, so that the last step is a rename within one file system: corpus/c is whole or not there.
work=$here/c.$$.tmp
read -ra mirrors <<<"${MIRROR:-https://deb.debian.org/debian} https://snapshot.debian.org/archive/debian/20261101T000000Z"
stall=${STALL_SECONDS:-30}

# PROJECT | LICENCE | FILE below pool/main | SHA-256 | FOLDERS that are kept (. for all) | PATHS in them that are left out
# A path is a shell pattern for the whole path below the project's folder; * also matches /.
projects=$(
    cat <<'TABLE'
bash | GPL-3.0+ | b/bash/bash_5.2.37.orig.tar.xz | 370704c9c859f4060b7df19055e43bb9b5fa09d887699cf6ba87885c5485d36a | . | y.tab.[ch] CWRU/* cross-build/* doc/* examples/* lib/intl/* lib/malloc/x386* m4/* po/* support/* tests/* lib/readline/examples/* lib/readline/emacs_keymap.c lib/readline/vi_keymap.c
busybox | GPL-2.0 | b/busybox/busybox_1.37.0.orig.tar.bz2 | 3311dff32e746499f4df0d5df04d7eb396382d7e108bb9250e7b519b837043a4 | . | scripts/* examples/* testsuite/* docs/* qemu_multiarch_testing/* */old_e2fsprogs/*
coreutils | GPL-3.0+ | c/coreutils/coreutils_9.7.orig.tar.xz | e8bb26ad0293f9b5a1fc43fb42ba970e312c66ce92c1b0b16713d7500db251bf | src | src/primes.h src/wheel*.h src/version.[ch] src/blake2/*
curl | curl | c/curl/curl_8.14.1.orig.tar.gz | 6766ada7101d292b42b8b15681120acd68effa4a9660935853cf6d61f0d984d4 | lib src include | src/tool_hugehelp.c src/tool_ca_embed.c
git | GPL-2.0 | g/git/git_2.47.3.orig.tar.xz | 9c2eb1250781b3e5bfef098572d07fdf132d67e6c065e4307332ade9819a1501 | . | t/* contrib/* compat/* xdiff/* sha1dc/* sha1collisiondetection/* oss-fuzz/* Documentation/* git-gui/* gitk-git/* unicode-width.h
glib | LGPL-2.1+ | g/glib2.0/glib2.0_2.84.4.orig.tar.xz | 8a9ea10943c36fc117e253f80c91e477b673525ae45762942858aef57631bb90 | glib gobject gmodule | */tests/* */gnulib/* glib/libcharset/* glib/gunibreak.h glib/gunichartables.h glib/gunidecomp.h glib/gscripttable.h glib/gmirroringtable.h glib/gtranslit-data.h glib/valgrind.h glib/pcre/* glib/dirent/*
libevent | BSD-3-Clause | libe/libevent/libevent_2.1.13-stable.orig.tar.gz | f7e9383b8c0baa81b687e5b5eecc01beefaf1b19b64151d95ed61647fe7a315c | . | test/* sample/* compat/* WIN32-Code/* arc4random.c ht-internal.h
libuv | MIT | libu/libuv1/libuv1_1.50.0.orig.tar.gz | ec9de6ecf2a780fd2afb3b007947d2cd57c3bb17f3b9e721a66774980d35cd4d | src include | include/uv/tree.h src/idna.c
musl | MIT | m/musl/musl_1.2.5.orig.tar.gz | a9a118bbe84d8764da0ea0d28b3ab3fae8477fc7e4085d90102b8596fc7c75e4 | src include ldso crt | src/locale/*.h src/ctype/*.h src/math/*data.[ch] src/math/*/* src/regex/*
nginx | BSD-2-Clause | n/nginx/nginx_1.26.3.orig.tar.gz | 69ee2b237744036e61d24b836668aad3040dda461fe6f570f1787eab570c75aa | src | src/os/win32/*
openssh | BSD | o/openssh/openssh_10.0p1.orig.tar.gz | 021a2e709a0edf4250b1256bd5a9e500411a90dddabea830ed59cef90eb9d85c | . | openbsd-compat/* regress/* contrib/* libcrux_mlkem768_sha3.h sntrup761.c ge25519_base.data rijndael.c ed25519.c
python | PSF-2.0 | p/python3.13/python3.13_3.13.5.orig.tar.xz | 93e583f243454e6e9e4588ca2c2662206ad961659863277afcdb96801647d640 | Include Objects Python | */clinic/* *unicodetype_db.h Python/Python-ast.c Python/*_cases.c.h Python/opcode_targets.h Python/optimizer_cases.c.h Python/deepfreeze/* Python/frozen_modules/* Python/dtoa.c Include/internal/*_generated.h Include/internal/pycore_opcode_metadata.h Include/internal/pycore_uop_*.h Include/internal/pycore_global_strings.h
sqlite | public domain | s/sqlite3/sqlite3_3.46.1.orig.tar.xz | d0cdd2ece271b29e7ce18095745d892517ee26d0f270065b3a25c2e9eb11639c | src | src/test*.[ch]
systemd | LGPL-2.1+ | s/systemd/systemd_257.13.orig.tar.gz | 1eb7d5f9ff8a426ff880a3cded9ce819613ba8003ac5ddde9eca162f14ddabe7 | src/basic src/fundamental src/shared src/libsystemd src/journal src/login | */linux/* */test-*.[ch] */fuzz-*.[ch] */*-gperf.[ch] src/basic/unit-def* src/basic/siphash24.c src/basic/lookup3.[ch] src/basic/MurmurHash2.[ch]
tmux | ISC | t/tmux/tmux_3.5a.orig.tar.gz | 16216bd0877170dfcc64157085ba9013610b12b082548c7c9542cc0103198951 | . | compat/* fuzz/* cmd-parse.c
vim | Vim | v/vim/vim_9.1.1230.orig.tar.xz | 203640cca8fa97603868ef42f34eeb723803ab15fd141b68b1cba54b7993b2bf | src | src/proto/* src/xdiff/* src/libvterm/* src/testdir/* src/auto/* src/GvimExt/* src/tee/* src/VisVim/* src/xpm/* src/os_vms* src/os_amiga* src/os_beos* src/gui_w32_rc.h src/*_test.c src/gui_* src/if_* src/os_w32* src/os_win32* src/os_mac*
zstd | BSD-3-Clause or GPL-2.0 | libz/libzstd/libzstd_1.5.7+dfsg.orig.tar.xz | 0c092ef267edce57ba7f3f2645c861f72eaf5e76273c6c3632869423464b90a5 | lib programs | lib/legacy/* lib/common/xxhash.[ch] lib/dictBuilder/divsufsort.[ch] lib/deprecated/*
TABLE
)

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

# unpack PROJECT FILE FOLDERS LEFT_OUT: unpacks $work/archive, C files and licences only, to $work/c/PROJECT, or for one file in
# twenty to $work/c/held-out/PROJECT.
unpack() {
    local decompress to=$work/c/$1 folder pattern path part count=0
    case $2 in
    *.gz) decompress=gzip ;;
    *.xz) decompress=xz ;;
    *.bz2) decompress=bzip2 ;;
    esac
    rm -rf "$work/all"
    mkdir -p "$work/all" "$to"
    "$decompress" -dc "$work/archive" | tar -xf - -C "$work/all" --strip-components=1 || fail "${2##*/} could not be unpacked"
    for folder in $3; do
        [ -d "$work/all/$folder" ] || fail "${2##*/} has no folder $folder"
    done
    while IFS= read -r path; do
        for pattern in $4; do
            # shellcheck disable=SC2254 # a pattern
            case $path in $pattern) continue 2 ;; esac
        done
        part=$to
        [ $((++count % 20)) -ne 10 ] || part=$work/c/held-out/$1
        mkdir -p "$part/$(dirname "$path")"
        mv "$work/all/$path" "$part/$path"
    done < <(cd "$work/all" && for folder in $3; do find "$folder" -type f -name '*.[ch]'; done | sed 's|^\./||' | sort)
    # glib's is a link to a file of another folder.
    find "$work/all" -maxdepth 1 ! -type d \( -iname 'COPYING*' -o -iname 'LICEN[CS]E*' -o -iname COPYRIGHT \) -exec cp -L {} "$to/" \;
    compgen -G "$to/[CL][OI][PC][YE]*" >/dev/null || fail "${2##*/} has no licence at its top level"
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
if [ -n "$(ls -A "$target" 2>/dev/null)" ] && [ "$force" = no ]; then
    look
    [ ${#missing[@]} = 0 ] || fail "$target has no C files of ${missing[*]}; --force fetches all again and replaces the folder"
    say "$target is already there; --force fetches it again."
    report
    exit 0
fi
for tool in curl tar gzip xz bzip2; do
    command -v "$tool" >/dev/null || fail "$tool is needed: please install it"
done

trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
set -f # the table's patterns are not names of files here
mkdir "$work"
mkdir "$work/c"
printf '# Licences of the projects in this folder\n\n| project | licence | from |\n|---|---|---|\n' >"$work/c/LICENCES.md"
while IFS='|' read -r name licence file checksum folders left_out; do
    read -r name <<<"$name"
    read -r file <<<"$file"
    read -r checksum <<<"$checksum"
    say "Fetching ${file##*/} ..."
    fetch "$file" "$checksum"
    unpack "$name" "$file" "$folders" "$left_out"
    printf '| %s |%s| %s |\n' "$name" "$licence" "${file##*/}" >>"$work/c/LICENCES.md"
done <<<"$projects"

trap '' INT TERM # between the two renames there is no corpus/c
if [ -e "$target" ]; then
    mv "$target" "$work/old"
fi
mv "$work/c" "$target"
trap 'exit 130' INT TERM
report
