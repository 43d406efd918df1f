#!/usr/bin/env bash
# Runs the commands that README.md, docs/guide/*.md and other documents with markers show, and compares their output with the output that the pages show.
#
#   bench/docs.sh [OPTION…] [PAGE…]         --help describes the options
#
# Each page runs in a fresh copy of the tracked files with the built jar. Prints one line per block. Exit code 0: all blocks
# are ok; 1: some failed, or a block has no marker; 2: wrong arguments. The head of bench/docs.py describes the markers.
set -euo pipefail
exec python3 -B "$(dirname "$0")/docs.py" "$@"
