#!/usr/bin/env python3
"""Writes the tables of docs/lab/results.md from bench/results/*.csv: bench/results.py [--check]

A table of the page follows a comment such as <!-- bench/results/kernel.csv -->. The names of its columns say which columns of
the file it shows; it has a line for each row of the file, in the file's order. Each row must say how its numbers were measured.
With --check the page is left alone, and the exit code is 1 if a table differs.
"""

import csv
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/lab/results.md"
TABLE = re.compile(r"(<!-- (bench/results/\S+\.csv) -->\n\| (.+) \|\n\|[-|]+\|\n)((?:\|.*\n)*)")


def table(match):
    head, name, columns, _ = match.groups()
    lines = []
    with open(ROOT / name, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for required in ("command", "commit", "machine", "date"):
                if not row[required]:
                    sys.exit(f"{name}: a row without {required}: {row}")
            lines.append("| " + " | ".join(row[column] for column in columns.split(" | ")) + " |\n")
    return head + "".join(lines)


before = PAGE.read_text(encoding="utf-8")
after = TABLE.sub(table, before)
if "--check" in sys.argv:
    sys.exit("docs/lab/results.md: run bench/results.py" if after != before else 0)
PAGE.write_text(after, encoding="utf-8")
