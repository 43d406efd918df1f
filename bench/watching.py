#!/usr/bin/env python3
"""Draws the pictures of docs/watching.md and of the guides, and writes numbers into bench/results/pictures.csv.

    bench/watching.py learning SAMPLE.txt HISTORY.jsonl ... POINT.json ... > docs/images/learning.svg
    bench/watching.py surprise FIRST LAST RESPONSE.json ... QUOTE ... > docs/images/surprise.svg
    bench/watching.py grid LABEL=FILE ...                          > docs/images/temperatures.svg
    bench/watching.py suggestions                                  > docs/images/suggestions.svg

A POINT.json is the answer of 'evaluate --part validation --json' for a checkpoint, which says how far the training was. The last
one is the Linux model's, and SAMPLE.txt its text; the other texts are samples of the histories.
RESPONSE.json answers a completion request with echo and logprobs; its name is the network's. The lines FIRST to LAST of its
text are shown. The numbers have a row for the bits of each QUOTE, such as 'alloc_buf(|struct', where the text is behind the |.
The picture of suggestions is of bench/results/suggestions.csv. docs/lab/notebook/pictures.md has the commands.
"""
import csv
import datetime
import html
import json
import math
import pathlib
import re
import statistics
import subprocess
import sys
import textwrap
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
NUMBERS = ROOT / "bench/results/pictures.csv"
WIDTH, LINE, CHAR, SIZE = 830, 17, 7.23, 12
FIRST, READ = 0.04, 287  # million characters: after ten steps, and what checkpoints/linux has read
STEPS = 10, 50, 100, 200, 400, 1000  # whose samples are shown
INK, FAINT, LINES, BLUE, RED = "#1f2328", "#656d76", "#d0d7de", "#0969da", "#cf222e"


def tag(name, content="", **attributes):
    given = "".join(f' {key.replace("_", "-")}="{value}"' for key, value in attributes.items())
    return f"<{name}{given}>{content}</{name}>"


def code(x, y, content):
    return f'<text class="code" xml:space="preserve" x="{x}" y="{y}">{content}</text>'


def label(x, y, text, size=13, fill=INK, anchor="start"):
    return tag("text", html.escape(text), x=round(x, 1), y=round(y, 1), font_size=size, fill=fill, text_anchor=anchor)


def picture(width, height, content, style=""):
    fonts = f".code{{font:{SIZE}px ui-monospace,Menlo,Consolas,monospace;white-space:pre;fill:{INK}}}text{{font-family:system-ui,sans-serif}}"
    print(f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}">'
          f'<style>{fonts}{style}</style><rect width="100%" height="100%" rx="6" fill="#fff" stroke="{LINES}"/>{content}</svg>')


def block(text, x, y, columns, most):
    """The first lines of a text, tabs as four blanks, wrapped at a number of columns."""
    lines = [line.rstrip().expandtabs(4) for line in text.split("\n")]
    lines = [piece for line in lines for piece in textwrap.wrap(line, columns, drop_whitespace=False) or [""]]
    return "".join(code(x, y + i * LINE, html.escape(line)) for i, line in enumerate(lines[:most]))


def read(path):
    return pathlib.Path(path).read_text(encoding="utf-8")


def here():
    """The commit and the machine."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
    processor = dict(re.findall(r"(\S.*\S)\s*: (.*)", read("/proc/cpuinfo").split("\n\n")[0]))
    return commit, f"{processor['model name']} (family {processor['cpu family']}, model {processor['model']})"


def write_numbers(name, rows):
    """Replaces a picture's rows but for its preset. A row is the place in the picture, the bits, the characters read, commit and machine."""
    with open(NUMBERS, encoding="utf-8", newline="") as file:
        head, *kept = csv.reader(file)
    preset = next((row[-1] for row in kept if row[0] == name), "")
    kept = [row for row in kept if row[0] != name]
    kept += [[name, *row[:3], "docs/lab/notebook/pictures.md", *row[3:], datetime.date.today(), preset] for row in rows]
    with open(NUMBERS, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([head, *kept])


def learning(sample, *files):
    """The curve of a training, and beside it what the network wrote at some of its steps; the last frame is the Linux model's."""
    curve = []
    for point in (file for file in files if file.endswith(".json")):
        answer = json.loads(read(point))
        with zipfile.ZipFile(answer["checkpoint"]) as file:
            progress = json.load(file.open("charrnn/progress.json"))
        curve.append((answer["bitsPerChar"], progress["chars"] / 1e6, progress["step"], progress["origin"]))
    pretrained = curve.pop()
    curve.sort(key=lambda point: point[1])
    samples = {row["step"]: row["sample"] for history in files if history.endswith(".jsonl") for row in map(json.loads, read(history).splitlines()) if "sample" in row}
    frames = [(bits, chars, f"step {step:,}", samples[step]) for bits, chars, step, _ in curve
              if step in samples and (step in STEPS or step == curve[-1][2])]
    frames.append((pretrained[0], READ, "the Linux model", read(sample)))
    write_numbers("learning.svg", [(f"step {step:,}", f"{bits:.3f}", f"{chars * 1e6:,.0f}", origin["gitCommit"].split()[-1], origin["cpu"])
                                   for bits, chars, step, origin in curve])
    left, top, right, bottom, height = 40, 64, 310, 340, 396

    def px(chars):
        return round(left + (right - left) * math.log(chars / FIRST) / math.log(READ / FIRST), 1)

    def py(bits):
        return round(bottom - (bottom - top) * bits / 6, 1)

    content = label(left, 30, "bits per character", 12, FAINT)
    for bits in range(7):
        content += tag("line", x1=left, x2=right, y1=py(bits), y2=py(bits), stroke=LINES) + label(left - 8, py(bits) + 4, str(bits), 12, FAINT, "end")
    for chars, name in ((.1, "0.1"), (1, "1"), (10, "10"), (100, "100")):
        content += label(px(chars), bottom + 18, name, 12, FAINT, "middle")
    content += label((left + right) / 2, bottom + 38, "million characters read", 12, FAINT, "middle")
    content += tag("polyline", points=" ".join(f"{px(chars)},{py(bits)}" for bits, chars, *_ in curve), fill="none", stroke=BLUE, stroke_width=2)
    content += tag("circle", cx=px(READ), cy=py(pretrained[0]), r=3.5, fill=BLUE)
    content += label(right + 4, py(pretrained[0]) + 22, f"the Linux model: {pretrained[0]:.2f}", 12, FAINT, "end")
    share, last = 100 / len(frames), len(frames) - 1
    style = f".f{{opacity:0}}.f{last}{{opacity:1}}@media(prefers-reduced-motion:no-preference){{.f{{animation-duration:{4 * len(frames)}s;animation-iteration-count:infinite}}}}"
    for i, (bits, chars, name, text) in enumerate(frames):
        style += f"@keyframes f{i}{{0%,{i * share:.2f}%{{opacity:0}}{i * share + .01:.2f}%,{(i + 1) * share - .01:.2f}%{{opacity:1}}{(i + 1) * share:.2f}%,100%{{opacity:0}}}}"
        frame = tag("circle", cx=px(chars), cy=py(bits), r=5, fill=RED)
        frame += label(336, 30, f"{name}: {bits:.2f} bits per character")
        content += f'<g class="f f{i}" style="animation-name:f{i}">{frame + block(text, 336, top, 66, 19)}</g>'
    picture(WIDTH, height, content, style)


def surprise(first, last, *arguments):
    """Some lines of a text, side by side for several networks, the characters in the colour of their bits."""
    content, left, bottom, numbers = "", 16, 0, []
    for path in (argument for argument in arguments if argument.endswith(".json")):
        name, logprobs = pathlib.Path(path).stem, json.loads(read(path))["choices"][0]["logprobs"]
        characters = [(character, -(logarithm or 0) / math.log(2)) for character, logarithm in zip(logprobs["tokens"], logprobs["token_logprobs"])]
        text = "".join(logprobs["tokens"])
        begin, end = (sum(map(len, text.splitlines(True)[:int(line)])) for line in (int(first) - 1, last))
        shown = characters[begin:end]
        mean = sum(bits for _, bits in characters) / (len(characters) - 1)
        numbers += [(name, "mean", mean), (name, "mean of } in the picture", statistics.mean(bits for each, bits in shown if each == "}")),
                    (name, "most of ) in the picture", max(bits for each, bits in shown if each == ")"))]
        for before, quote in (argument.split("|") for argument in arguments if "|" in argument):
            at = text.index(before + quote) + len(before)
            numbers.append((name, f"{quote} in {before}", sum(bits for _, bits in characters[at:at + len(quote)])))
        content += label(left, 26, f"{name}: {mean:.2f} bits per character")
        x, y, widest, line, places = left, 52, left, "", []
        for character, bits in shown:
            wide = CHAR * (4 if character == "\t" else 1)
            if character == "\n":
                content += code(" ".join(f"{place:.1f}" for place in places), y, html.escape(line))
                x, y, line, places = left, y + LINE, "", []
                continue
            if bits > 0.5:
                content += tag("rect", x=round(x, 1), y=y - 12, width=round(wide, 1), height=LINE, fill=RED, fill_opacity=round(min(bits, 8) / 10, 2))
            line += character.replace("\t", " ")
            places.append(x)
            x += wide
            widest, bottom = max(widest, x), y
        left = widest + 24
    write_numbers("surprise.svg", [(f"{name}: {what}", f"{bits:.3f}", "", *here()) for name, what, bits in numbers])
    picture(left, bottom + 16, content)


def grid(*arguments):
    """Texts in two columns."""
    content, lines = "", 15
    for i, argument in enumerate(arguments):
        name, path = argument.split("=", 1)
        x, y = 16 + i % 2 * WIDTH // 2, 30 + i // 2 * (lines + 3) * LINE
        content += label(x, y, name) + block(read(path), x, y + 26, 54, lines)
    picture(WIDTH, 24 + (len(arguments) + 1) // 2 * (lines + 3) * LINE, content)


def suggestions():
    """How many suggestions are shown and how many of them are right, a curve for each project over the minima of confidence."""
    with open(ROOT / "bench/results/suggestions.csv", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["completer"] == "checkpoints/c"]
    left, top, right, bottom, most = 56, 48, 640, 330, 50

    def px(shown):
        return round(left + (right - left) * shown / most, 1)

    def py(share):
        return round(bottom - (bottom - top) * share / 100, 1)

    content = label(16, 26, "suggestions that are right, %", 12, FAINT)
    for share in range(0, 101, 20):
        content += tag("line", x1=left, x2=right, y1=py(share), y2=py(share), stroke=LINES) + label(left - 8, py(share) + 4, str(share), 12, FAINT, "end")
    for shown in range(0, most + 1, 10):
        content += label(px(shown), bottom + 18, str(shown), 12, FAINT, "middle")
    content += label((left + right) / 2, bottom + 38, "suggestions shown in 100 keystrokes", 12, FAINT, "middle")
    for i, (project, colour) in enumerate((("`mm/`", BLUE), ("Redis 8.0.2", RED), ("Lua 5.4.7", INK))):
        points = [(float(row["minimum"]), float(row["shown"]), float(re.match(r"[\d.]+", row["right"])[0])) for row in rows if row["project"] == project]
        points.sort()
        content += tag("polyline", points=" ".join(f"{px(shown)},{py(share)}" for _, shown, share in points), fill="none", stroke=colour, stroke_width=2)
        for minimum, shown, share in points:
            content += tag("circle", cx=px(shown), cy=py(share), r=5 if minimum == .5 else 3, fill=colour)
            if project == "`mm/`":
                content += label(px(shown) + 8, py(share) - 8, "minimum " * (minimum == .9) + f"{minimum:g}", 12, FAINT)
        content += label(right, top + 20 + 18 * i, project.strip("`"), 12, colour, "end")
    picture(720, 384, content)


if __name__ == "__main__":
    if len(sys.argv) < (2 if sys.argv[1:] == ["suggestions"] else 3) or sys.argv[1] not in ("learning", "surprise", "grid", "suggestions"):
        sys.exit(__doc__)
    globals()[sys.argv[1]](*sys.argv[2:])
