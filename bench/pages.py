#!/usr/bin/python3
"""Measures a page of `export --web` in Chromium and Firefox: bench/pages.py PAGE.html [TEXT …], on an idle machine.

Prints the characters per second of the second text of 600 characters, and the bits per character of each TEXT, of at most a million
characters. Needs Debian's chromium, chromium-driver, python3-selenium, python3-websocket and firefox-esr.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import threading

import websocket
from selenium import webdriver

WRITE = """(async () => {
  const ended = async (number) => {
    while (!document.querySelector(".pane p")?.textContent.startsWith("sample " + number) || !document.getElementById("stop").disabled) {
      await new Promise(requestAnimationFrame);
    }
  };
  await ended(1);
  document.getElementById("write").click();
  await ended(2);
  return document.querySelector(".figures div:nth-child(2) dd").textContent;
})()"""
READ = """const [text, done] = arguments;
  const prompt = document.getElementById("prompt");
  prompt.value = text;
  document.getElementById("read").click();
  const look = () => document.querySelector(".state").textContent === "read"
    ? done(shown.sample.letters.reduce((sum, {p}) => sum - Math.log2(p ?? 1), 0) / (shown.sample.letters.length - 1))
    : setTimeout(look, 500);
  look();"""


def chromium(page, texts):
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for option in ("--headless=new", "--no-sandbox", "--disable-gpu"):
        options.add_argument(option)
    with webdriver.Chrome(service=webdriver.ChromeService("/usr/bin/chromedriver"), options=options) as browser:
        browser.set_script_timeout(3600)
        browser.get(page)
        print("Chromium", browser.execute_async_script("const done = arguments[0]; " + WRITE + ".then(done)"))
        for text in texts:
            bits = browser.execute_async_script(READ, pathlib.Path(text).read_text())
            print(f"{text}: {bits:.4f} bits per character")


def firefox(page):
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(["firefox-esr", "--headless", "--profile", profile, "--remote-debugging-port", "0", "about:blank"],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        try:
            address = next(found[1] for line in process.stderr if (found := re.match("WebDriver BiDi listening on (.*)", line)))
            threading.Thread(target=process.stderr.read, daemon=True).start()
            socket = websocket.create_connection(address + "/session", suppress_origin=True, timeout=600)

            def command(method, **parameters):
                socket.send(json.dumps({"id": 1, "method": method, "params": parameters}))
                while (answer := json.loads(socket.recv())).get("id") != 1:
                    pass
                return answer["result"]

            command("session.new", capabilities={})
            context = command("browsingContext.getTree")["contexts"][0]["context"]
            command("browsingContext.navigate", context=context, url=page, wait="complete")
            print("Firefox", command("script.evaluate", expression=WRITE, target={"context": context}, awaitPromise=True)["result"]["value"])
        finally:
            process.kill()


def main():
    page = pathlib.Path(sys.argv[1]).resolve().as_uri()
    chromium(page, sys.argv[2:])
    firefox(page)


if __name__ == "__main__":
    main()
