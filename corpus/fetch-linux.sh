#!/usr/bin/env bash
# Fetches directories of the Linux kernel into corpus/linux/, next to this script: the ten that night.yaml reads (DIRS,
# below: about 110 MB of C), or those that --dirs names.
#
#   corpus/fetch-linux.sh                  does nothing if corpus/linux has C files in the directories already
#   corpus/fetch-linux.sh --dirs "kernel"  kernel/ alone (13 MB), which is enough for linux.yaml
#   corpus/fetch-linux.sh --force          fetches again and replaces corpus/linux
#
# corpus/linux may hold more directories than a configuration reads: linux.yaml and night.yaml name theirs.
#
# Where there is apt, it takes the distribution's linux-source package (about 150 MB to download, kept out of the
# folder; needs no root); elsewhere, or where apt knows no such package, the tarball of kernel.org.
# LINUX_VERSION=6.12 chooses the version: of the package linux-source-6.12, or else of the tarball. LINUX_VERSION=6.12.107
# chooses it exactly: apt's if apt still has it, or else kernel.org's, in which what the distribution mends is missing.
# KERNEL_ORG=https://... chooses another mirror of kernel.org's folder pub/linux/kernel, or several with a space between.
# A mirror that sends less than 10 kB/s for STALL_SECONDS (30), or apt's if it sends nothing, is left for the next one.
#
# The kernel is under the GPL, version 2, with the syscall note: its COPYING comes along. Nothing of it is committed.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
target=$here/linux
# Beside the target, so that the last step is a rename within one file system: corpus/linux is whole or not there.
work=$here/linux.$$.tmp
mirrors=${KERNEL_ORG:-https://cdn.kernel.org/pub/linux/kernel https://mirrors.edge.kernel.org/pub/linux/kernel}
stall=${STALL_SECONDS:-30}

say() { printf '%s\n' "$*" >&2; }
fail() {
    say "fetch-linux.sh: $*"
    exit 1
}
misused() {
    say "fetch-linux.sh: $*"
    exit 2
}

release() {
    if [ -f "$target/Makefile" ]; then # a folder of an earlier fetch has none
        sed -nE 's/^(VERSION|PATCHLEVEL|SUBLEVEL) = ([0-9]+)$/\2/p' "$target/Makefile" | paste -sd.
    fi
}

# The directories in corpus/linux, with a space between them.
directories() {
    (cd "$target" && for dir in */; do printf '%s\n' "${dir%/}"; done | paste -sd ' ' -)
}

report() {
    local files bytes version
    version=$(release)
    files=$(find "$target/" -type f -name '*.[ch]' | wc -l)
    bytes=$(find "$target/" -type f -name '*.[ch]' -exec cat {} + | wc -c)
    printf '%s: %s%s; %d .c and .h files, %d bytes\n' "$target" "${version:+Linux $version, }" "$(directories)" "$files" "$bytes"
}

# The package to download, as NAME or NAME=VERSION, or nothing: the version asked for, or else the newest that apt knows.
apt_package() {
    command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || return 0
    local known name
    known=$(apt-cache pkgnames linux-source- | grep -E '^linux-source-[0-9]+(\.[0-9]+)+$' | sort -V || true)
    if [[ ${LINUX_VERSION:-} =~ ^([0-9]+\.[0-9]+)\.[0-9]+$ ]]; then
        name=linux-source-${BASH_REMATCH[1]}
        apt-cache madison "$name" | tr -d ' ' | awk -F '|' -v wanted="$LINUX_VERSION-" 'index($2, wanted) == 1 { print $1 "=" $2; exit }'
    elif [ -n "${LINUX_VERSION:-}" ]; then
        grep -xF "linux-source-$LINUX_VERSION" <<<"$known" || true
    else
        tail -n 1 <<<"$known"
    fi
}

# unpack ROOT TARBALL_NAME < tarball: the directories, COPYING and the Makefile, which names the version, without the folder
# ROOT that everything lies in. Plain names and no patterns: GNU tar and bsdtar agree on those, and arch/*/kernel/ stays out.
unpack() {
    local root=$1 decompress dir unpacked=yes missing=()
    case $2 in
    *.xz) decompress=xz ;;
    *.bz2) decompress=bzip2 ;;
    *) fail "do not know how to unpack $2" ;;
    esac
    command -v "$decompress" >/dev/null || fail "$decompress is needed to unpack $2: please install it"
    mkdir "$work/linux"
    # tar reports each name that is not in the archive and goes on; the directories are checked here instead.
    "$decompress" -dc | tar -xf - -C "$work/linux" --strip-components=1 "$root/COPYING" "$root/Makefile" "${dirs[@]/#/$root/}" \
        2>"$work/errors" || unpacked=no
    for dir in "${dirs[@]}"; do
        [ -d "$work/linux/$dir" ] || missing+=("$dir")
    done
    [ ${#missing[@]} = 0 ] || misused "--dirs: $root has no directory ${missing[*]} at its top level"
    [ $unpacked = yes ] || fail "$2 could not be unpacked: $(head -n 1 "$work/errors")"
}

# Downloads a package, given as NAME or NAME=VERSION, or fails.
download_package() {
    say "Downloading $1 with apt-get ..."
    # As root, apt warns that its sandbox user cannot write here; that is harmless.
    (cd "$work" && apt-get download -q -o Acquire::Retries=0 -o Acquire::http::Timeout="$stall" -o Acquire::https::Timeout="$stall" "$1" >&2)
}

unpack_package() {
    local package=${1%%=*} deb inner
    deb=$(find "$work" -name '*.deb')
    # Debian: usr/src/NAME.tar.xz; Ubuntu: usr/src/NAME/NAME.tar.bz2.
    inner=$(dpkg-deb --fsys-tarfile "$deb" | tar -tf - | grep -E "/$package\.tar\.(xz|bz2)\$" | head -n 1 || true)
    [ -n "$inner" ] || fail "$package holds no $package.tar.xz"
    say "Unpacking ${dirs[*]} from $inner ..."
    dpkg-deb --fsys-tarfile "$deb" | tar -xOf - "$inner" | unpack "$package" "$inner"
}

from_kernel_org() {
    local version=${LINUX_VERSION:-6.12} mirror url
    command -v curl >/dev/null || fail "neither apt with a linux-source package nor curl is here: please install curl"
    for mirror in $mirrors; do
        url=$mirror/v${version%%.*}.x/linux-$version.tar.xz
        say "Downloading $url ..."
        # --retry-max-time: no retry after a stall.
        if curl --fail --location --retry 3 --retry-max-time "$stall" --connect-timeout "$stall" --speed-limit 10000 \
            --speed-time "$stall" --silent --show-error --output "$work/linux.tar.xz" "$url"; then
            say "Unpacking ${dirs[*]} ..."
            unpack "linux-$version" linux.tar.xz <"$work/linux.tar.xz"
            return
        fi
    done
    fail "$url could not be downloaded; is version $version (LINUX_VERSION) right?"
}

DIRS="kernel fs net lib block ipc init crypto security io_uring"

force=no
read -ra dirs <<<"$DIRS"
while [ $# -gt 0 ]; do
    case $1 in
    --force) force=yes ;;
    --dirs)
        [ $# -gt 1 ] || misused "--dirs needs a value, such as --dirs \"kernel fs mm\""
        shift
        read -ra dirs <<<"$(tr ' ,\t' '\n' <<<"$1" | sort -u | paste -sd ' ' -)"
        ;;
    *) misused "unknown argument '$1'; allowed are --dirs and --force" ;;
    esac
    shift
done
[ ${#dirs[@]} -gt 0 ] || misused "--dirs is empty; an example is --dirs \"kernel fs mm\""
for dir in "${dirs[@]}"; do
    [[ $dir =~ ^[A-Za-z0-9_]+$ ]] || misused "--dirs: '$dir' is no directory of the kernel's top level, such as kernel or io_uring"
done

[[ $stall =~ ^[1-9][0-9]*$ ]] || misused "STALL_SECONDS is '$stall', but must be a whole number from 1 on"
if [ -n "$(ls -A "$target" 2>/dev/null)" ] && [ "$force" = no ]; then
    present=$(release)
    if [ -n "${LINUX_VERSION:-}" ] && [[ $present. != "$LINUX_VERSION".* ]]; then
        fail "$target holds ${present:+Linux }${present:-a release that it does not name}, not $LINUX_VERSION; --force replaces it"
    fi
    for dir in "${dirs[@]}"; do
        [ -n "$(find "$target/$dir/" -type f -name '*.[ch]' 2>/dev/null | head -n 1)" ] ||
            fail "$target holds $(directories), but no C files in $dir; --force replaces it with ${dirs[*]}"
    done
    say "$target is already there; --force fetches it anew."
    report
    exit 0
fi

trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
mkdir "$work"

package=$(apt_package)
if [ -n "$package" ] && download_package "$package"; then
    unpack_package "$package"
else
    if [ -n "$package" ]; then
        say "apt could not download $package: taking kernel.org's."
    elif command -v apt-get >/dev/null; then
        say "apt knows no linux-source${LINUX_VERSION:+-$LINUX_VERSION} package (perhaps 'apt-get update' was never run): taking kernel.org's."
    fi
    from_kernel_org
fi

trap '' INT TERM # between the two renames there is no corpus/linux
if [ -e "$target" ]; then
    mv "$target" "$work/old"
fi
mv "$work/linux" "$target"
trap 'exit 130' INT TERM
report
