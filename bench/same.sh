#!/usr/bin/env bash
# Checks that two jars of charrnn do the same: the texts that they sample and serve, what they measure, the networks that
# they train, bit for bit, and the exit codes of mistakes. For changes that must not change behaviour.
#
#   bench/same.sh OLD.jar NEW.jar [--only PATTERN] [--quick] [--cache DIR] [--list]
#
# It uses the command line, the files and HTTP alone, so names of packages and classes do not matter. One line a check;
# exit code 0: all are the same; 1: some differ, and the results of both jars are kept; 2: a mistake in what was asked for.
#
#   --only PATTERN   the checks whose names match this regular expression
#   --quick          without training, apart from the small network that other checks read
#   --cache DIR      keep the results of OLD.jar there, and use them again while jar, checks, inputs and machine are the same
#   --list           print the names of the checks and run nothing
#
set -euo pipefail
exec python3 -B "$(dirname "$0")/same.py" "$@"
