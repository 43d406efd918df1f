#!/usr/bin/env python3
"""Makes docs/images/editor.gif from a Neovim in a terminal: editors/nvim/picture.py redis-8.0.2/src, on an idle machine, in a minute.

Types a function of a new command into a file of its own, with Redis as the project. Needs charrnn.jar and Debian's neovim (0.10 or later), tmux, imagemagick, ffmpeg and fonts-dejavu-core.
Each frame is the terminal after a key; the pauses between the frames are not those of the server.
"""
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import urllib.request

CLIENT = pathlib.Path(__file__).resolve().parent
ROOT = CLIENT.parent.parent
PORT, COLUMNS, ROWS = 8018, 77, 20
CHAR, LINE, SIZE, MARGIN, BAR = 9, 19, 15, 12, 40  # pixels
INIT = f"""
vim.opt.runtimepath:prepend("{CLIENT}")
vim.o.termguicolors, vim.o.background, vim.o.expandtab, vim.o.shiftwidth = true, "light", true, 4
vim.o.laststatus, vim.o.ruler, vim.o.showmode, vim.o.showcmd = 0, false, false, false
vim.opt.fillchars = {{ eob = " " }}
vim.api.nvim_set_hl(0, "CharrnnSuggestion", {{ fg = "#8c959f" }})
require("charrnn").setup({{ url = "http://127.0.0.1:{PORT}" }})
"""
FILE = """#include "server.h"

/* LPAIRS key: the number of pairs in a list. */
void lpairsCommand(client *c) {
    robj *o = lookupKeyReadOrReply(c, c->argv[1], shared.czero);

    if (o == NULL || checkType(c, o, OBJ_LIST)) return;
    addReplyLongLong(c, listTypeLength(o) / 2);
}

/* LSUM key: the sum of a list's integers. */
"""
MEANING = {"BTab": "Shift-Tab: accept the line", "C-Right": "Ctrl-Right: accept a word", "Tab": "Tab: accept all", "Enter": "Enter"}
# Texts are typed; before one of the accepting keys, a suggestion is waited for.
KEYS = ["void lsumCommand(", "Tab", "Enter", "long long sum = 0, value;", "Enter", "listTypeI", "Tab", " *it;", "Enter", "listTypeE", "Tab",
        " e", "Tab", "Enter", "robj *o = l", "Tab", "Tab", "Tab", "Enter", "Enter", "if (", "C-Right", "Tab", "Tab", "Tab", "Tab", "Enter",
        "it = listTypeIn", "Tab", "o, 0, LIST_TA", "Tab", "Enter", "while (listTypeN", "Tab", "it, &entry)) {", "Enter",
        "robj *element = listTypeG", "Tab", "&entry);", "Enter", "if (getLongLongFromObject(element, &value) == C_OK) sum += value;", "Enter",
        "decrR", "Tab", "el", "Tab", "Enter", "}", "Enter", "listTypeR", "Tab", "i", "Tab", "Enter", "ad", "Tab", "c, s", "Tab", "Enter", "}"]


class Terminal:
    def __init__(self, folder):
        self.socket = folder / "nvim.sock"
        (folder / "init.lua").write_text(INIT)
        nvim = f"COLORTERM=truecolor HOME={folder} nvim -n -i NONE -u {folder}/init.lua --listen {self.socket} '+normal G' lsum.c"
        self.tmux("new-session", "-d", "-x", str(COLUMNS), "-y", str(ROWS), "-c", str(folder), nvim)
        for option in (("-ga", "terminal-features", ",*:RGB"), ("status", "off")):
            self.tmux("set", "-g", *option)
        time.sleep(2)
        self.tmux("send-keys", "o")

    def tmux(self, *command):
        run = ["tmux", "-L", "charrnn-picture", "-f", "/dev/null", *command]
        return subprocess.run(run, check=True, capture_output=True, text=True).stdout

    def wait_for_suggestion(self):
        marks = "luaeval('#vim.api.nvim_buf_get_extmarks(0, -1, 0, -1, {})')"
        for _ in range(100):
            if subprocess.run(["nvim", "--server", self.socket, "--remote-expr", marks], capture_output=True, text=True).stdout.strip() != "0":
                return
            time.sleep(0.1)
        raise SystemExit("no suggestion came: " + self.tmux("capture-pane", "-p"))

    def press(self, key):
        self.tmux("send-keys", *([key] if key in MEANING else ["-l", "--", key.replace(";", "\\;")]))  # a ; alone would end tmux's command
        time.sleep(0.15)


def escaped(text):
    return text.replace("\\", "\\\\").replace("%", "%%")


def frame(terminal, caption, file):
    """Draws the terminal's characters in their colours, its cursor, and a line with the key."""
    width, height = COLUMNS * CHAR + 2 * MARGIN, ROWS * LINE + BAR + MARGIN
    draw = ["convert", "-size", f"{width}x{height}", "xc:white", "-font", "DejaVu-Sans-Mono", "-pointsize", str(SIZE)]
    x, y = map(int, terminal.tmux("display", "-p", "#{cursor_x} #{cursor_y}").split())
    left, top = MARGIN + x * CHAR, MARGIN + y * LINE
    draw += ["-fill", "#b6d4fe", "-draw", f"rectangle {left},{top} {left + CHAR},{top + LINE}"]
    for row, line in enumerate(terminal.tmux("capture-pane", "-e", "-p").split("\n")):
        column, colour = 0, "#1f2328"
        for codes, text in re.findall(r"\x1b\[([\d;:]*)m|([^\x1b]+)", line):
            given = re.search(r"38[;:]2[;:]+(\d+)[;:](\d+)[;:](\d+)", codes)
            if given:
                colour = "#%02x%02x%02x" % tuple(map(int, given.groups()))
            elif not text and not codes.startswith("48"):
                colour = "#1f2328"
            for word in re.finditer(r"\S+", text):
                for at, character in enumerate(word[0], column + word.start()):
                    draw += ["-fill", colour, "-annotate", f"+{MARGIN + at * CHAR}+{MARGIN + row * LINE + 15}", escaped(character)]
            column += len(text)
    draw += ["-fill", "#f0f3f6", "-draw", f"rectangle 0,{height - BAR} {width},{height}"]
    draw += ["-fill", "#0969da", "-annotate", f"+{MARGIN}+{height - 14}", escaped(caption), str(file)]
    subprocess.run(draw, check=True)


def film(terminal, folder):
    """The frames, each with its time in hundredths of a second."""
    frames = []

    def shoot(caption, hundredths):
        file = folder / f"{len(frames):03}.png"
        frame(terminal, caption, file)
        frames.append((hundredths, file))

    for keys in KEYS:
        if keys in MEANING and keys != "Enter":
            terminal.wait_for_suggestion()
            shoot("", 55)
            terminal.press(keys)
            shoot(MEANING[keys], 45)
        elif keys == "Enter":
            terminal.press(keys)
            shoot(MEANING[keys], 15)
        else:
            for at, key in enumerate(keys, 1):
                terminal.press(key)
                shoot(f"typed: {keys[:at]}", 4)
    frames[-1] = (250, frames[-1][1])
    return frames


def main():
    with tempfile.TemporaryDirectory(prefix="charrnn-picture-") as name:
        folder = pathlib.Path(name)
        (folder / "lsum.c").write_text(FILE)
        serve = ["java", "-jar", str(ROOT / "charrnn.jar"), "serve", "--checkpoint", "c", "--context", sys.argv[1], "--port", str(PORT)]
        with subprocess.Popen(serve, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
            try:
                while True:
                    try:
                        urllib.request.urlopen(f"http://127.0.0.1:{PORT}/health", timeout=5)
                        break
                    except OSError:
                        time.sleep(0.5)
                terminal = Terminal(folder)
                try:
                    frames = film(terminal, folder)
                finally:
                    terminal.tmux("kill-server")
            finally:
                server.terminate()
        out = ROOT / "docs/images/editor.gif"
        (folder / "frames").write_text("".join(f"file {file}\nduration {hundredths / 100}\n" for hundredths, file in frames + frames[-1:]))
        palette = "split[a][b];[a]palettegen=max_colors=32:stats_mode=full[p];[b][p]paletteuse=dither=none:diff_mode=rectangle"
        subprocess.run(["ffmpeg", "-y", "-loglevel", "error", "-f", "concat", "-safe", "0", "-i", str(folder / "frames"), "-vf", palette, str(out)], check=True)
        print(f"{out}: {len(frames)} frames, {sum(each for each, _ in frames) / 100:.1f} s, {out.stat().st_size:,} bytes")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main()
