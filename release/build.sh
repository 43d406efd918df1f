#!/usr/bin/env bash
# Makes what a release holds, in target/release. `mvn -Prelease -DskipTests package` calls it after it has built the jar and
# written manual pages, licences and the bill of materials into target/release-parts.
#
#   release/build.sh VERSION TIME JAVA_HOME
#
#   charrnn-VERSION.jar                    the program, for a Java 17 on this platform
#   charrnn-VERSION-PLATFORM.tar.gz        an image with its own Java, the network, the presets and the starter corpus
#   charrnn_VERSION_ARCHITECTURE.deb       the same for Debian and Ubuntu; on Linux only
#   charrnn-VERSION-bom.json               the bill of materials (CycloneDX)
#   charrnn-VERSION-vex.json               why known vulnerabilities in it cannot be reached (OpenVEX)
#   charrnn-VERSION-licenses.tar.gz        licences and notices of all that is inside
#   SHA256SUMS
#
# All systems but Linux x64 have their PLATFORM in the name of each file.
# The bytes depend on the commit, the JDK, the platform and the kind of processor only: TIME, in ISO 8601, is the time of every file.
set -euo pipefail
cd "$(dirname "$0")/.."
version=$1 time=$2 jdk=$3
export LC_ALL=C TZ=UTC
umask 022

parts=target/release-parts
out=target/release
image=$parts/charrnn-$version
tar=$(command -v gtar || command -v tar) # GNU tar, which macOS calls gtar

case "$(uname -s)-$(uname -m)" in
  Linux-x86_64) platform=linux-x64 architecture=amd64 ;;
  Linux-aarch64) platform=linux-arm64 architecture=arm64 ;;
  Darwin-x86_64) platform=macos-x64 ;;
  Darwin-arm64) platform=macos-arm64 ;;
  MINGW*-x86_64 | MSYS*-x86_64) platform=windows-x64 ;;
  *) echo "there are no images for $(uname -s) $(uname -m)" >&2 && exit 1 ;;
esac

# What `jdeps --multi-release 17 --ignore-missing-deps --print-module-deps charrnn.jar` prints.
modules=java.base,java.compiler,java.desktop,java.naming,java.rmi,java.sql,jdk.management,jdk.unsupported

# Gives the files of a folder the time of the release, and modes that do not depend on the checkout.
normalize() {
  chmod -R u=rwX,go=rX "$1"
  find "$1" -exec touch -h -d "$time" {} +
}

# pack FILE FOLDER: an archive of a folder in target/release-parts.
pack() {
  normalize "$parts/$2"
  "$tar" --sort=name --format=gnu --mtime="$time" --owner=0 --group=0 --numeric-owner -C "$parts" -cf - "$2" | gzip -9n > "$out/$1"
}

licenses() {
  cp LICENSE release/licenses.md release/licenses/* "$parts/licenses"
  cp "$parts/THIRD-PARTY.txt" "$parts/licenses"
  find "$parts/licenses" -depth -type d -empty -delete
}

image() {
  rm -rf "$image"
  mkdir -p "$image/bin" "$image/share/man/man1" "$image/share/bash-completion/completions" "$image/share/zsh/site-functions" \
    "$image/share/fish/vendor_completions.d"
  "$jdk/bin/jlink" --add-modules "$modules" --strip-java-debug-attributes --no-header-files --no-man-pages --output "$image/runtime"
  cp charrnn.jar LICENSE "$image"
  cp -R "$parts/licenses" "$image"
  git archive HEAD config corpus checkpoints/c checkpoints/linux | "$tar" -xf - -C "$image"
  if [ "$platform" = windows-x64 ]; then
    cp release/charrnn.cmd "$image/bin"
  else
    cp release/charrnn "$image/bin"
  fi
  for page in "$parts"/man/*.1; do
    gzip -9nc "$page" > "$image/share/man/man1/${page##*/}.gz"
  done
  cp release/completion.zsh "$image/share/zsh/site-functions/_charrnn"
  cp release/completion.fish "$image/share/fish/vendor_completions.d/charrnn.fish"
  "$image/runtime/bin/java" -jar "$image/charrnn.jar" shell-completion > "$image/share/bash-completion/completions/charrnn"
}

# Archives classes for class data sharing, which halves the start. Java compares path, size and time of the jar.
archive_classes() {
  normalize "$image"
  local dump=(runtime/bin/java -Xshare:dump -XX:SharedArchiveFile=charrnn.jsa)
  if [ "${platform%-*}" != linux ]; then # the path of the jar is not known yet: Java's classes alone
    (cd "$image" && "${dump[@]}" > /dev/null)
    return
  fi
  # For the same bytes each time: constant hash codes; no Java objects in the archive, which only the serial collector leaves
  # out; one processor, and addresses that depend neither on chance nor on the size of the environment.
  dump+=(-XX:+UnlockExperimentalVMOptions -XX:hashCode=2 -XX:+UseSerialGC -Xms128m -Xmx128m)
  if taskset -c 0 setarch -R true 2> /dev/null; then
    dump=(env -i LC_ALL=C TZ=UTC taskset -c 0 setarch -R "${dump[@]}")
  fi
  # The archive depends on the length of the image's path and on spaces in it.
  local place
  place=$(mktemp -d /tmp/charrnn.XXXXXX)
  cp -Rp "$image/." "$place"
  local list=$PWD/$parts/classes cache=$PWD/$parts/javacpp jar=/proc/self/fd/9/charrnn.jar
  rm -rf "$list".* "$cache"
  (
    cd "$place"
    exec 9< .
    run() {
      runtime/bin/java -XX:DumpLoadedClassList="$list.$1" -Dorg.bytedeco.javacpp.cachedir="$cache" -cp "$jar" charrnn.cli.Main "${@:2}" > /dev/null
    }
    run version --version
    run sample sample --checkpoint checkpoints/linux --length 20 --seed 1
    # Whether these classes are loaded depends on the speed of another thread.
    grep -hv -e '^#' -e 'java/util/concurrent/\(CompletableFuture\|ForkJoin\)' "$list.version" "$list.sample" | sort -u > "$list.all"
    "${dump[@]}" -XX:SharedClassListFile="$list.all" -cp "$jar" > "$list.log" 2>&1
  )
  mv "$place/charrnn.jsa" "$image"
  rm -rf "$cache" "$place"
}

# The image in /usr/lib/charrnn; the command, manual pages and completions where Debian has them.
deb() {
  local root=$parts/deb
  local share=$root/usr/share lib=$root/usr/lib/charrnn
  rm -rf "$root"
  mkdir -p "$root/DEBIAN" "$root/usr/bin" "$root/usr/lib" "$share/doc/charrnn" "$share/zsh/vendor-completions"
  cp -Rp "$image" "$lib"
  mv "$lib/share/man" "$lib/share/bash-completion" "$lib/share/fish" "$share"
  mv "$lib/share/zsh/site-functions/_charrnn" "$share/zsh/vendor-completions"
  rm -r "$lib/share"
  ln -s ../lib/charrnn/bin/charrnn "$root/usr/bin/charrnn"
  gzip -9nc CHANGELOG.md > "$share/doc/charrnn/changelog.gz"
  { cat release/licenses.md && printf '\n' && cat LICENSE; } > "$share/doc/charrnn/copyright"
  local libc
  libc=$({ cat "$lib"/runtime/lib/*.so "$lib"/runtime/lib/server/*.so && unzip -p charrnn.jar 'org/bytedeco/*/lib*' 'org/nd4j/*/lib*'; } |
    grep -aoE 'GLIBC_2\.[0-9]+' | sort -uV | tail -1)
  sed -e "s/@version@/$version/" -e "s/@architecture@/$architecture/" -e "s/@libc@/${libc#GLIBC_}/" \
    -e "s/@size@/$(find "$root" -type f -printf '%s\n' | awk '{ sum += $1 } END { print int(sum / 1024) }')/" \
    release/control > "$root/DEBIAN/control"
  normalize "$root"
  SOURCE_DATE_EPOCH=$(date -d "$time" +%s) dpkg-deb --root-owner-group -Zgzip --build "$root" "$out" > /dev/null
}

rm -rf "$out"
mkdir -p "$out"
licenses
image
archive_classes
name=charrnn-$version
if [ "$platform" != linux-x64 ]; then
  name=$name-$platform
fi
cp charrnn.jar "$out/$name.jar"
"$jdk/bin/java" -cp charrnn.jar release/CompleteBom.java "$parts/bom.json" charrnn.jar release/components.json
cp "$parts/bom.json" "$out/$name-bom.json"
cp release/vex.json "$out/$name-vex.json"
pack "$name-licenses.tar.gz" licenses
pack "charrnn-$version-$platform.tar.gz" "charrnn-$version"
if [ "${platform%-*}" = linux ]; then
  deb
fi
(cd "$out" && shasum -a 256 -- charrnn* > SHA256SUMS) # Perl's; macOS has no sha256sum
ls -l "$out"
