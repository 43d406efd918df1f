#!/usr/bin/env bash
# Makes a large corpus of a smaller one: its C files one after the other, several times, in pieces of 20 MB. In each copy
# the small letters are shifted along the alphabet, so that no two pieces are equal; letters come as often as in C.
#
#   bench/multiply-corpus.sh FROM TO COPIES
set -euo pipefail

from=$1 to=$2 copies=$3
letters=abcdefghijklmnopqrstuvwxyz
for ((copy = 0; copy < copies; copy++)); do
    mkdir -p "$to/copy$copy"
    # Some fonts hold control characters in their comments, and would spoil a whole piece.
    find "$from" -type f -name '*.[ch]' -print0 | sort -z | xargs -0 cat |
        tr -d '\000-\010\016-\037\177' |
        tr "$letters" "${letters:copy}${letters:0:copy}" |
        split -C 20M -d -a 3 --additional-suffix=.c - "$to/copy$copy/part"
done
