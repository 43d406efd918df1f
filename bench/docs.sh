#!/usr/bin/env bash
# Runs the commands that README.md and docs/guide/*.md show, and compares their output with the output that the pages show.
#
#   bench/docs.sh [--all] [--update] [--in-full] [--limit SECONDS] [PAGE…]
#
# Each page runs in a fresh copy of the tracked files with the built jar. Prints one line per block. Exit code 0: all blocks
# are ok; 1: some failed, or a block has no marker; 2: wrong arguments.
#
#   --all       also the blocks marked slow; each block may take 15 minutes instead of 2
#   --update    write the real output into the pages' output blocks
#   --in-full   run the commands exactly as the page shows them, without what set="…" and add="…" append; implies --all
#   --limit SECONDS
#               how long a block may take, for a busy machine
#
# The head of bench/docs.py describes the markers.
set -euo pipefail
exec python3 -B "$(dirname "$0")/docs.py" "$@"
