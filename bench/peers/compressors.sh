#!/usr/bin/env bash
# Measures general compressors on the test text of a run after its training text, in bits per character, and prints a
# table in Markdown. Takes about three minutes.
#
#   bench/peers/compressors.sh PARTS
#
# PARTS is a folder that bench/WriteParts.java wrote. The figure is 8 × (compressed size of train+test − that of train) /
# characters of the test text. Compressors adapt to the training text, and also to the test text while they read it. The
# validation text is left out, except in the last column, where it follows the training text. Installs missing compressors
# with apt, as root; needs 1 GB of memory. Progress goes to stderr.
set -euo pipefail
export LC_ALL=C
TIMEFORMAT='%U %S'
exec 3>&2
[ $# -eq 1 ] || { echo "usage: bench/peers/compressors.sh PARTS" >&2; exit 2; }
parts=$1
for part in train validation test; do
  [ -s "$parts/$part.txt" ] || { echo "$parts/$part.txt is missing or empty" >&2; exit 2; }
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

install_missing() {
  local missing=()
  command -v 7z > /dev/null || missing+=(7zip)
  command -v xz > /dev/null || missing+=(xz-utils)
  command -v zstd > /dev/null || missing+=(zstd)
  command -v bzip2 > /dev/null || missing+=(bzip2)
  [ ${#missing[@]} -eq 0 ] || {
    apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
  } >&2
}

commands=(
  '7z a -si -m0=PPMd:mem=1024m:o=6'
  '7z a -si -m0=PPMd:mem=1024m:o=10'
  '7z a -si -m0=PPMd:mem=1024m:o=16'
  'xz -9e'
  'zstd --ultra -22 --long'
  'bzip2 -9'
)

compress() { # command, file: bytes of the compressed file
  rm -f "$folder/packed" "$folder/packed.7z"
  case $1 in
    # By a pipe: of a file, whose size it knows, 7-Zip takes only about 16 times as much memory, whatever mem says; then
    # order 16 throws its model away on the way.
    7z*) cat "$2" | $1 "$folder/packed.7z" > "$folder/log" && stat -c %s "$folder/packed.7z" ;;
    *) $1 -c "$2" 2> "$folder/log" > "$folder/packed" && stat -c %s "$folder/packed" ;;
  esac || { cat "$folder/log" >&3; exit 1; }
}

row() { # command
  local train learned test whole seconds
  train=$(compress "$1" "$parts/train.txt")
  { time test=$(compress "$1" "$folder/train+test"); } 2> "$folder/time"
  seconds=$(awk '{print $1 + $2}' "$folder/time")
  learned=$(compress "$1" "$folder/train+validation")
  whole=$(compress "$1" "$folder/train+validation+test")
  awk -v c="$1" -v n="$chars" -v a="$train" -v b="$test" -v v="$learned" -v w="$whole" -v s="$seconds" \
    'BEGIN {printf "| `%s` | %d | %d | %.3f | %.1f | %.3f |\n", c, a, b, 8 * (b - a) / n, s, 8 * (w - v) / n}'
}

install_missing
cat "$parts"/{train,test}.txt > "$folder/train+test"
cat "$parts"/{train,validation}.txt > "$folder/train+validation"
cat "$parts"/{train,validation,test}.txt > "$folder/train+validation+test"
chars=$(LC_ALL=C.UTF-8 wc -m < "$parts/test.txt")

echo "Machine: $(nproc) × $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), load before $(cut -d' ' -f1 /proc/loadavg), $(date +%F),"
echo "$(7z | sed -n 's/^\(7-Zip [0-9.]*\).*/\1/p' | head -1), $(xz --version | head -1), zstd $(zstd -V | grep -o 'v[0-9.]*'), bzip2 $(bzip2 --version 2>&1 | grep -o -m1 'Version [0-9.]*')."
echo "Command: \`bench/peers/compressors.sh\`; test text of $chars characters."
echo
echo "| compressor | train, bytes | train+test, bytes | test, bpc | processor seconds, train+test | bpc, validation remembered too |"
echo "|---|---|---|---|---|---|"
for command in "${commands[@]}"; do
  echo "$(date +%T) $command" >&2
  row "$command"
done
