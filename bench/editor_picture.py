#!/usr/bin/env python3
"""Makes docs/images/editor.gif: Neovim with charrnn's client, completions of a running server, at their real speed.

    java -jar charrnn.jar serve --checkpoint checkpoints/matches --context corpus/kernel --port 8012 &
    bench/editor_picture.py [--url http://127.0.0.1:8012]

Types a function into a C file in a pseudo-terminal, and accepts what is suggested by line or by word. A frame is taken whenever the
screen changes. Needs Debian's neovim, python3-pyte, python3-pil and fonts-dejavu-core.
"""
import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

import pyte
from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "editors" / "nvim" / "test"))
from harness import Editor, wait_for  # noqa: E402

TEXT = """\
struct queue {
\tspinlock_t lock;
\tstruct list_head items;
\tint count;
};

static void queue_add(struct queue *queue, struct list_head *item)
{
\tspin_lock(&queue->lock);
\tlist_add_tail(item, &queue->items);
\tqueue->count++;
\tspin_unlock(&queue->lock);
}

"""
TAB, WORD = "\t", "\x1b[1;5C"  # accepts all; Control and Right accept a word
# What is typed, then the key that accepts the suggestion.
STEPS = [
    ("\rstatic void queue_del(struct queue *queue, ", TAB), ("\r{\r", TAB), ("\rlist_del(item);\rqueue->count--;\rspin_unlock(&", TAB),
    ("\r}\r\rstatic void queue_init(struct queue *queue)\r{\rspin_lock_init(&queue->lock);\rINIT", WORD),
    ("(&queue->items);\r}", ""),
]
ROWS, COLUMNS, CELL = 30, 100, (8, 16)
SHOWN_ROWS, SHOWN_COLUMNS = 26, 84
COLOURS = {"default": "#d8dee9", "black": "#2e3440", "red": "#bf616a", "green": "#a3be8c", "brown": "#ebcb8b", "blue": "#81a1c1",
           "magenta": "#b48ead", "cyan": "#88c0d0", "white": "#e5e9f0", "brightblack": "#7b88a1"}
BACKGROUND = "#242933"
LONGEST_PAUSE, KEY_PAUSE, READING_PAUSE = 1.5, 0.12, 0.9  # seconds


class Recording(Editor):
    """An editor whose screen is kept as pictures, each with the time at which it was taken."""

    def __init__(self, home):
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self.stream = pyte.ByteStream(self.screen)
        self.frames = []
        font = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf"
        self.font = ImageFont.truetype(font, 13)
        super().__init__(home)

    def _drain(self):
        try:
            while data := os.read(self.terminal, 65536):
                self.stream.feed(data)
        except OSError:
            pass

    def watch(self, seconds):
        """Takes a frame whenever the screen has changed."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            picture = self.picture()
            if not self.frames or picture.tobytes() != self.frames[-1][1].tobytes():
                self.frames.append((time.monotonic(), picture))
            time.sleep(0.02)

    def picture(self):
        width, height = CELL
        picture = Image.new("RGB", (SHOWN_COLUMNS * width, SHOWN_ROWS * height), BACKGROUND)
        draw = ImageDraw.Draw(picture)
        for row in range(SHOWN_ROWS):
            for column in range(SHOWN_COLUMNS):
                cell = self.screen.buffer[row][column]
                front, back = (colour(cell.fg, COLOURS["default"]), colour(cell.bg, BACKGROUND))
                if cell.reverse or (row, column) == (self.screen.cursor.y, self.screen.cursor.x):
                    front, back = back, front
                if back != BACKGROUND:
                    draw.rectangle((column * width, row * height, (column + 1) * width - 1, (row + 1) * height - 1), back)
                if cell.data.strip():
                    draw.text((column * width, row * height), cell.data, front, self.font)
        return picture

    def save(self, file):
        times = [at for at, _ in self.frames] + [self.frames[-1][0] + 2 * LONGEST_PAUSE]
        pauses = [round(1000 * min(2 * LONGEST_PAUSE, after - before)) for before, after in zip(times, times[1:])]
        pictures = [picture.quantize(16) for _, picture in self.frames]
        pictures[0].save(file, save_all=True, append_images=pictures[1:], duration=pauses, loop=0, optimize=True)


def colour(name, default):
    if name == "default":
        return default
    return COLOURS.get(name) or "#" + name


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--url", default="http://127.0.0.1:8012")
    options.add_argument("--out", default=str(ROOT / "docs" / "images" / "editor.gif"))
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "queue.c").write_text(TEXT)
        editor = Recording(home)
        editor.open(home / "queue.c", {"url": given.url, "t_max_predict_ms": 0})
        editor.run("syntax on", "set termguicolors background=dark tabstop=4 shiftwidth=4 laststatus=0 noruler noshowcmd cindent shortmess+=I", "normal! G")
        editor.type("A")
        editor.watch(1)
        suggested = "len(nvim_buf_get_extmarks(0, nvim_get_namespaces().charrnn, 0, -1, {})) > 0 ? 1 : 0"
        for text, accept in STEPS:
            for key in text:
                editor.type(key)
                editor.watch(KEY_PAUSE)
            if accept:
                wait_for(lambda: editor.watch(0.02) or editor.eval(suggested), f"a suggestion after {text!r}")
                editor.watch(READING_PAUSE)
                editor.type(accept)
                editor.watch(KEY_PAUSE)
        editor.watch(LONGEST_PAUSE)
        editor.save(given.out)
        print(editor.eval("join(getline(1, '$'), nr2char(10))"))


if __name__ == "__main__":
    main()
