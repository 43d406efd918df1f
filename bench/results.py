#!/usr/bin/env python3
"""Writes the tables of docs/lab/results.md from bench/results/*.csv: bench/results.py [--check]

A table of the page follows a comment such as <!-- bench/results/kernel.csv -->. The names of its columns say which columns of
the file it shows; it has a line for each row of the file, in the file's order, but for those with "no" in a column "shown".
Each row must say how its numbers were measured.

With --check the page is left alone, and the exit code is 1 if a table differs, or a number of the pages in bench/claims.csv.
There a line names a page, words of it with # for the number, and the file, row and column of the cell that the number rounds.
A row is named by cells that no other row has together, as in '2×256 | float32'; several rows, joined by ' + ', are their mean;
the column 'parameters / 1000000' is in millions.
The file can also be a page of the lab, and the row words of it; of two numbers there, it is the larger over the smaller. A line without a file has a number that is no measurement.
The column "preset" has the keys of a preset with which a picture was drawn, as in 'quick.yaml model.hidden=128'.
Each number with a point or with % in the pages of WHOLE must have a line, and in each other live page each share, loss and lead.
"""

import csv
import html
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = "docs/lab/results.md"
TABLE = re.compile(r"(<!-- (bench/results/\S+\.csv) -->\n\| (.+) \|\n\|[-|]+\|\n)((?:\|.*\n)*)")
NUMBER = r"\d[\d,]*(?:\.\d+)?"
WHOLE = ("README.md", "docs/watching.md", "docs/guide/editor.md", "checkpoints/linux/README.md", "checkpoints/c/README.md")
MEASURED = re.compile(r"(?<![\w.,:])\d[\d,]*(?:\.\d+(?![\d.]*\.\d)| ?%)")
WITH_UNIT = re.compile(rf"(?<![\w.,:]){NUMBER}(?= ?%| bits?\b| bpc\b| times (?:as|faster)\b| of (?:the )?keystrokes\b| to {NUMBER} (?:bits|%)| instead of {NUMBER} bits)")
NO_TEXT = re.compile(r'<!--.*?-->|```.*?```|<style>.*?</style>|<text class="code".*?</text>|<[^>]*>|`[^`]*`|!?\[|\]\([^)]*\)|\*\*', re.S)


def rows(root, name):
    with open(root / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table(root, match):
    head, name, columns, _ = match.groups()
    lines = []
    for row in rows(root, name):
        if row.get("shown") != "no":
            lines.append("| " + " | ".join(row[column] for column in columns.split(" | ")) + " |\n")
    return head + "".join(lines)


def incomplete_rows(root):
    for file in sorted((root / "bench/results").glob("*.csv")):
        for row in rows(root, file):
            for required in ("command", "commit", "machine", "date"):
                if not row[required]:
                    yield f"{file.name}: a row without {required}: {row}"


def changed_presets(root):
    """The pictures that were drawn by a preset that has another value now."""
    for picture, words in {(row["picture"], row["preset"]) for row in rows(root, "bench/results/pictures.csv") if row["preset"]}:
        name, *keys = words.split()
        values, section = {}, ""
        for line in (root / "config" / name).read_text(encoding="utf-8").splitlines():
            if entry := re.fullmatch(r"( {2})?(\w+):(?: (.*))?", line):
                section = section if entry[1] else entry[2]
                values[f"{section}.{entry[2]}"] = entry[3]
        for key, _, value in (pair.partition("=") for pair in keys):
            if values.get(key) != value:
                yield f"{picture} was drawn with {key}={value}, and {name} has {values.get(key)}: draw it again"


def number(digits):
    return float(digits.replace(",", ""))


def cell(root, claim):
    """The number of a cell, or the mean of several rows' cells."""
    if claim["file"].endswith(".md"):
        numbers = sorted(map(number, found(root, claim["file"], claim["row"], str).groups()))
        return numbers[-1] / (numbers[0] if len(numbers) > 1 else 1)
    values = []
    for key in claim["row"].split(" + "):
        matching = [row for row in rows(root, "bench/results/" + claim["file"]) if set(key.split(" | ")) <= set(row.values())]
        if len(matching) != 1:
            raise ValueError(f"{claim['file']}: {key!r} names {len(matching)} rows")
        column, _, unit = claim["column"].partition(" / ")
        values.append(number(re.search(NUMBER, matching[0][column])[0]) / float(unit or 1))
    return sum(values) / len(values)


def text(page):
    """A page's text on one line, without tables from bench/results, code, links' addresses, comments, tags and emphasis."""
    return " ".join(html.unescape(NO_TEXT.sub(" ", TABLE.sub("", page))).split())


def found(root, page, words, reading=text):
    """The only place of some words in a page, the group 1 of which is the number."""
    content = " ".join(reading((root / page).read_text(encoding="utf-8")).split())
    places = list(re.finditer(re.escape(reading(words)).replace(r"\#", f"({NUMBER})"), content))
    if len(places) != 1:
        raise ValueError(f"{page}: {words!r} occurs {len(places)} times")
    return places[0]


def live_pages(root):
    """The documents that are kept up to date, the cards of the networks and the presets."""
    for pattern in ("*.md", "docs/**/*.md", "*/README.md", "checkpoints/*/README.md", "config/*.yaml"):
        for path in root.glob(pattern):
            page = path.relative_to(root).as_posix()
            if "notebook" not in page and page != "CHANGELOG.md":
                yield page


def false_claims(root):
    """What is wrong in the pages of bench/claims.csv, a line each."""
    proved = {}
    for claim in rows(root, "bench/claims.csv"):
        numbers = proved.setdefault(claim["page"], set())
        try:
            place = found(root, claim["page"], claim["words"])
            numbers.add(place.start(1))
            if claim["file"]:
                real = cell(root, claim)
                if abs(number(place[1]) - real) > 0.5001 * 10 ** -len(place[1].partition(".")[2]):
                    yield f"{claim['page']}: {place[0]!r}: it is {real:g} in {claim['file']}"
        except ValueError as problem:
            yield str(problem)
    for page in sorted({*live_pages(root), *proved}):
        content = text((root / page).read_text(encoding="utf-8"))
        for each in (MEASURED if page in WHOLE or page.endswith(".svg") else WITH_UNIT).finditer(content):
            if each.start() not in proved.get(page, ()):
                yield f"{page}: {content[max(each.start() - 30, 0):each.end() + 20]!r} has no line in bench/claims.csv"


def main(check, root=ROOT):
    before = (root / PAGE).read_text(encoding="utf-8")
    after = TABLE.sub(lambda match: table(root, match), before)
    if not check:
        (root / PAGE).write_text(after, encoding="utf-8")
        return None
    problems = [f"{PAGE}: run bench/results.py"] if after != before else []
    return "\n".join(problems + [*incomplete_rows(root), *changed_presets(root), *false_claims(root)]) or None


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
