#!/usr/bin/env python3
"""Takes the pictures in docs/images from the program and the network that ships, with a headless Chromium.

  bench/pictures.py playground scorecard cells   those pictures; without a name, all
  bench/pictures.py training-ui --config quick.yaml  from a run of that configuration, after its last validation but one

Needs charrnn.jar (mvn -DskipTests package), chromium and chromedriver (Debian: chromium, chromium-driver), and the kernel's files for
cells (corpus/fetch-linux.sh). The training UI and the report are of a new run, which takes as long as the configuration says.
"""
import argparse
import base64
import contextlib
import json
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
CHARRNN = ["java", "-jar", str(ROOT / "charrnn.jar")]
DRIVER = "http://127.0.0.1:9515"


def http(url, body=None, method=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=120) as answer:
        return answer.read()


@contextlib.contextmanager
def process(command, url, **options):
    """Runs a server until the block ends; the block begins when the URL answers."""
    running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
    try:
        wait_for(lambda: running.poll() is None and http(url) is not None, url)
        yield running
    finally:
        running.terminate()
        running.wait()


def wait_for(condition, what, seconds=120):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            value = condition()
            if value:
                return value
        time.sleep(0.2)
    sys.exit(f"pictures.py: waited {seconds} s for {what}")


class Browser:
    """A page in Chromium, by the WebDriver protocol."""

    def __init__(self, width, height):
        arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size={width},{height}"]
        options = {"goog:chromeOptions": {"args": arguments}}
        answer = http(DRIVER + "/session", {"capabilities": {"alwaysMatch": options}})
        self.url = DRIVER + "/session/" + json.loads(answer)["value"]["sessionId"]

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        http(self.url, method="DELETE")

    def open(self, url):
        http(self.url + "/url", {"url": url})

    def run(self, script):
        """Runs JavaScript and returns its value."""
        return json.loads(http(self.url + "/execute/sync", {"script": script, "args": []}))["value"]

    def wait(self, script, seconds=120):
        return wait_for(lambda: self.run("return " + script), script, seconds)

    def hover(self, element_script):
        x, y = self.run(f"const b = ({element_script}).getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]")
        move = {"type": "pointerMove", "duration": 100, "x": round(x), "y": round(y)}
        http(self.url + "/actions", {"actions": [{"type": "pointer", "id": "mouse", "actions": [move]}]})

    def save(self, name):
        png = base64.b64decode(json.loads(http(self.url + "/screenshot"))["value"])
        (IMAGES / f"{name}.png").write_bytes(png)
        print(IMAGES / f"{name}.png", len(png), "bytes")


def playground(_):
    fields = {"prompt": "static int trace_open(struct inode *inode, struct file *file)\n{\n", "temperature": 0.5, "temperature_2": 1,
              "seed": 1, "constrain": "c", "until": "function"}
    with process([*CHARRNN, "serve", "--checkpoint", "checkpoints/linux", "--port", "8091"], "http://127.0.0.1:8091/"), Browser(1360, 1130) as page:
        page.open("http://127.0.0.1:8091/#" + urllib.parse.urlencode(fields))
        page.wait("document.getElementById('prompt').value.startsWith('static') && location.hash == ''")
        page.run("document.getElementById('run').click()")
        page.wait("document.querySelectorAll('.pane').length == 2 && !document.querySelector('.pane.writing')")
        # An improbable character in the lower half, so that the list of alternatives above it hides no figure.
        page.hover("""[...document.querySelectorAll('.pane:last-child .letters span')].find(span =>
            span.getBoundingClientRect().y > 660 && span.classList.contains('l5'))
            ?? document.querySelector('.pane:last-child .letters span:last-child')""")
        time.sleep(0.5)
        page.save("playground")


def scorecard(_):
    with tempfile.TemporaryDirectory() as folder, Browser(1120, 860) as page:
        file = Path(folder) / "score.html"
        subprocess.run([*CHARRNN, "score", "--checkpoint", "checkpoints/linux", "--html", str(file)], cwd=ROOT, check=True,
                       stdout=subprocess.DEVNULL)
        page.open(file.as_uri())
        page.save("scorecard")


def cells(_):
    with tempfile.TemporaryDirectory() as folder, Browser(1120, 760) as page:
        file = Path(folder) / "cells.html"
        subprocess.run([*CHARRNN, "cells", "--checkpoint", "checkpoints/linux", "--text", "corpus/linux/kernel/signal.c", "--html", str(file)],
                       cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        page.open(file.as_uri())
        page.save("cells")


def training(config, names):
    """The training UI before the last validation, and the report after it."""
    with tempfile.TemporaryDirectory() as folder:
        command = [*CHARRNN, "train", "--config", config, "--set", "checkpoints.directory=" + folder, "--set", "name=run", "--set", "ui.port=9091"]
        running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        with Browser(1400, 1260) as page:
            lines = []
            for line in running.stderr:
                lines.append(line)
                if "training-ui" in names and re.search(r"\s9\d %", line):
                    names = [name for name in names if name != "training-ui"]
                    page.open("http://127.0.0.1:9091/train/overview")
                    time.sleep(8)
                    page.save("training-ui")
            if running.wait() != 0:
                sys.exit("".join(lines))
            if "report" in names:
                page.open((Path(folder) / "run" / "report.html").as_uri())
                page.save("report")


def main():
    one_each = {"playground": playground, "scorecard": scorecard, "cells": cells}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", default=[*one_each, "training-ui", "report"])
    parser.add_argument("--config", default="quick.yaml")
    options = parser.parse_args()
    with process(["chromedriver", "--port=9515"], DRIVER + "/status"):
        for name in options.names:
            if name in one_each:
                one_each[name](options)
        of_run = [name for name in options.names if name in ("training-ui", "report")]
        if of_run:
            training(options.config, of_run)


main()
