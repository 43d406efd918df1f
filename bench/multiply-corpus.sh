#!/usr/bin/env bash
# Makes a large corpus from several copies of a smaller one: its C files are concatenated and split into pieces of 20 MB. In
# each copy the lower-case letters are rotated along the alphabet, so that no two pieces are equal; the distribution of the
# frequencies of letters stays that of C.
#
#   bench/multiply-corpus.sh FROM TO COPIES
set -euo pipefail

from=$1 to=$2 copies=$3
letters=abcdefghijklmnopqrstuvwxyz
for ((copy = 0; copy < copies; copy++)); do
    mkdir -p "$to/copy$copy"
    # Font files have control characters in their comments, which would make a whole piece invalid.
    find "$from" -type f -name '*.[ch]' -print0 | sort -z | xargs -0 cat |
        tr -d '\000-\010\016-\037\177' |
        tr "$letters" "${letters:copy}${letters:0:copy}" |
        split -C 20M -d -a 3 --additional-suffix=.c - "$to/copy$copy/part"
done
