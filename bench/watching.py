#!/usr/bin/env python3
"""Draws the pictures of docs/watching.md.

    bench/watching.py learning RUN_FOLDER PRETRAINED.txt MINUTES BPC > docs/images/learning.svg
    bench/watching.py surprise LINE LABEL=RESPONSE.json ...          > docs/images/surprise.svg
    bench/watching.py columns LABEL=FILE ...                         > docs/images/temperatures.svg

RUN_FOLDER is a training's folder whose history.jsonl has samples.
RESPONSE.json is the answer to a completion request with echo and logprobs; LINE is the first line of its text that is shown.
docs/lab/notebook/pictures.md has the commands and the data.
"""
import html
import json
import math
import sys

LINE, CHAR, SIZE = 15, 6.63, 11
INK, FAINT, LINES, BLUE, RED = "#1f2328", "#656d76", "#d0d7de", "#0969da", "#cf222e"


def tag(name, content="", **attributes):
    given = "".join(f' {key.replace("_", "-")}="{value}"' for key, value in attributes.items())
    return f"<{name}{given}>{content}</{name}>"


def code(x, y, content):
    return f'<text class="code" xml:space="preserve" x="{x}" y="{y}">{content}</text>'


def label(x, y, text, size=12, fill=INK, anchor="start"):
    return tag("text", html.escape(text), x=round(x, 1), y=round(y, 1), font_size=size, fill=fill, text_anchor=anchor)


def picture(width, height, content, style=""):
    fonts = f".code{{font:{SIZE}px ui-monospace,Menlo,Consolas,monospace;white-space:pre;fill:{INK}}}text{{font-family:system-ui,sans-serif}}"
    print(f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}">'
          f'<style>{fonts}{style}</style><rect width="100%" height="100%" rx="6" fill="#fff" stroke="{LINES}"/>{content}</svg>')


def rows(text, columns, most, wrap=False):
    """The first lines of a text, tabs as four blanks, cut or wrapped at a number of columns."""
    lines = [line.rstrip().expandtabs(4) for line in text.split("\n")]
    if wrap:
        return [line[at:at + columns] for line in lines for at in range(0, max(len(line), 1), columns)][:most]
    return [line[:columns] for line in lines[:most]]


def block(lines, x, y):
    return "".join(code(x, y + i * LINE, html.escape(line)) for i, line in enumerate(lines))


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def learning(folder, pretrained, minutes, bpc):
    """The curve of a training, and beside it what the network wrote at some of its steps."""
    history = [json.loads(line) for line in open(f"{folder}/history.jsonl", encoding="utf-8")]
    losses = [(row["seconds"], row["trainBpc"], row["step"]) for row in history if "trainBpc" in row]
    samples = [row for row in history if "sample" in row]
    chosen = [row for row in samples if row["step"] in (50, 100, 200, 300)] + samples[-1:]
    frames = [(row["seconds"], f'step {row["step"]:,}', row["sample"]) for row in chosen]
    frames.append((float(minutes) * 60, "the pretrained model", read(pretrained)))
    width, height, left, top, right, bottom = 960, 372, 48, 60, 380, 330

    def px(seconds):
        return left + (right - left) * math.log(max(seconds, 5) / 5) / math.log(float(minutes) * 60 / 5)

    def py(bits):
        return bottom - (bottom - top) * min(bits, 7) / 7

    axes = "".join(tag("line", x1=left, x2=right, y1=py(b), y2=py(b), stroke=LINES) + label(left - 6, py(b) + 4, str(b), 11, FAINT, "end") for b in range(0, 8))
    for seconds, name in ((10, "10 s"), (60, "1 min"), (600, "10 min"), (3600, "1 h")):
        axes += label(px(seconds), bottom + 18, name, 11, FAINT, "middle")
    smooth = losses[0][1]
    curve = []
    for seconds, loss, step in losses:
        smooth += (loss - smooth) * (0.6 if step < 400 else 0.2)
        curve.append((seconds, smooth))
    night = tag("line", x1=px(curve[-1][0]), y1=py(curve[-1][1]), x2=px(float(minutes) * 60), y2=py(float(bpc)), stroke=BLUE, stroke_dasharray="3 4")
    curve_line = tag("polyline", points=" ".join(f"{px(s):.1f},{py(loss):.1f}" for s, loss in curve), fill="none", stroke=BLUE, stroke_width=2)
    content = label(left, 30, "bits per character", 12, FAINT) + axes + curve_line + night
    share = 100 / len(frames)
    style = "".join(f"@keyframes f{i}{{0%,{i * share:.2f}%{{opacity:0}}{i * share + .01:.2f}%,{(i + 1) * share - .01:.2f}%{{opacity:1}}{(i + 1) * share:.2f}%,100%{{opacity:0}}}}"
                    for i in range(len(frames)))
    style += f".f{{opacity:0;animation-duration:{4 * len(frames)}s;animation-iteration-count:infinite}}"
    style += f"@media(prefers-reduced-motion:reduce){{.f{{animation:none!important}}.f{len(frames) - 1}{{opacity:1}}}}"
    for i, (seconds, name, text) in enumerate(frames):
        loss = float(bpc) if i == len(frames) - 1 else min(curve, key=lambda point: abs(point[0] - seconds))[1]
        time = f"{seconds:.0f} seconds" if seconds < 120 else f"{seconds / 60:.0f} minutes"
        frame = tag("circle", cx=round(px(seconds), 1), cy=round(py(loss), 1), r=5, fill=RED)
        frame += label(410, 30, f"{time}, {name}: {loss:.2f} bits", 13) + block(rows(text, 80, 19, wrap=True), 410, top)
        content += f'<g class="f f{i}" style="animation-name:f{i}">{frame}</g>'
    picture(width, height, content, style)


def surprise(first, *arguments):
    """One text from a line on, side by side for several networks, the characters in the colour of their bits."""
    content, left, bottom = "", 16, 0
    for argument in arguments:
        name, path = argument.split("=", 1)
        content += label(left, 26, name, 13)
        logprobs = json.loads(read(path))["choices"][0]["logprobs"]
        lines = [[]]
        for character, logarithm in zip(logprobs["tokens"], logprobs["token_logprobs"]):
            if character == "\n":
                lines.append([])
            else:
                lines[-1].append((character, -(logarithm or 0) / math.log(2)))
        widest = left
        for y, line in enumerate(lines[int(first) - 1:]):
            x, y, places = left, 50 + y * LINE, []
            for character, bits in line:
                wide = CHAR * (4 if character == "\t" else 1)
                if bits > 0.5:
                    content += tag("rect", x=round(x, 1), y=y - 11, width=round(wide, 1), height=LINE, fill=RED, fill_opacity=round(min(bits, 8) / 10, 2))
                places.append(x)
                x += wide
            content += code(" ".join(f"{place:.1f}" for place in places), y, html.escape("".join(character for character, _ in line).replace("\t", " ")))
            widest, bottom = max(widest, x), y
        left = widest + 24
    picture(left, bottom + 16, content)


def columns(*arguments):
    """Texts side by side."""
    texts = [(name, rows(read(path), 48, 26)) for name, path in (argument.split("=", 1) for argument in arguments)]
    content = "".join(label(16 + i * 334, 26, name, 13) + block(text, 16 + i * 334, 50) for i, (name, text) in enumerate(texts))
    picture(16 + len(texts) * 334, 50 + LINE * max(len(text) for _, text in texts), content)


if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in ("learning", "surprise", "columns"):
        sys.exit(__doc__)
    globals()[sys.argv[1]](*sys.argv[2:])
