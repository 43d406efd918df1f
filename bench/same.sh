#!/usr/bin/env bash
# Checks that two jars of charrnn behave the same: the texts that they sample and serve, their measurements, the networks
# that they train, bit for bit, and the exit codes of mistakes. For changes that must not change behaviour.
#
#   bench/same.sh OLD.jar NEW.jar [--only PATTERN] [--quick] [--cache DIR] [--list]
#
# It uses only the command line, files and HTTP, not the names of packages and classes. Prints one line per check. Exit code
# 0: all checks are equal; 1: some differ, and the results of both jars are kept; 2: wrong arguments.
#
#   --only PATTERN   only the checks whose names match this regular expression
#   --quick          no training, except of the small network that other checks read
#   --cache DIR      keep the results of OLD.jar there, and reuse them while jar, checks, inputs and machine are the same
#   --list           print the names of the checks and run nothing
#
set -euo pipefail
exec python3 -B "$(dirname "$0")/same.py" "$@"
