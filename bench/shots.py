#!/usr/bin/python3
"""Makes screenshots in docs/images, in Chromium: bench/shots.py [cells] [network] [playground] [training], by default all four.

cells, network and playground make the picture of their name, training makes training-ui.png and report.png: it trains quick.yaml
for two minutes in a temporary folder. Needs charrnn.jar, checkpoints/linux and Debian's chromium, chromium-driver and
python3-selenium. Writes the numbers of cells.png and report.png into bench/results/pictures.csv.
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.support.ui import WebDriverWait

import watching

CHARRNN = ["java", "-jar", str(watching.ROOT / "charrnn.jar")]
UI, SERVER = 9017, 8017
OPTIONS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
           "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--window-size=1280,1100"]
FIELDS = {"prompt": "static int trace_open(struct inode *inode, struct file *file)\n{\n", "temperature": 0.5, "temperature_2": 1,
          "seed": 1, "constrain": "c", "until": "function"}


def start(folder, *arguments):
    return subprocess.Popen([*CHARRNN, *arguments], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def answers(port):
    try:
        return urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5).status == 200
    except OSError:
        return False


def serving(folder, wait):
    server = start(folder, "serve", "--checkpoint", "linux", "--port", str(SERVER))
    wait.until(lambda _: answers(SERVER))
    return server


def playground(browser, folder, shoot, wait):
    with serving(folder, wait) as server:
        for _ in range(2):  # the first texts are slower, since Java compiles then
            browser.get("about:blank")
            browser.get(f"http://127.0.0.1:{SERVER}/#{urllib.parse.urlencode(FIELDS)}")
            wait.until(lambda page: page.execute_script("return document.querySelector('#model strong')"))
            browser.execute_script("document.querySelector('#run').click()")
            wait.until(lambda page: page.execute_script("return document.querySelectorAll('.pane .yes').length >= 4"))
        browser.execute_script("document.querySelectorAll('.pane *').forEach(each => { each.scrollTop = 0; })")
        unlikely = browser.execute_script("return document.querySelector('.pane:nth-of-type(2) .letters .l5')")
        ActionChains(browser).move_to_element(unlikely).move_by_offset(1, 0).perform()  # the first move can scroll
        shoot("playground.png")
        server.terminate()


def network(browser, folder, shoot, wait):
    """docs/network.html, with the text in the colours of the unit that follows comments."""
    browser.get((watching.ROOT / "docs/network.html").as_uri())
    done = "return document.querySelector('.pane') && document.querySelector('#stop').disabled"
    wait.until(lambda page: page.execute_script(done))
    browser.execute_script("""const prompt = document.querySelector('#prompt');
        prompt.value = arguments[0];
        prompt.dispatchEvent(new Event('input'));
        document.querySelector('#read').click();""", watching.read(watching.ROOT / "corpus/starter/kernel/process.c")[35:900])
    wait.until(lambda page: page.execute_script(done))
    chosen = browser.execute_script("""const view = document.querySelector('#view');
        view.value = 'in a comment';
        view.dispatchEvent(new Event('change'));
        return view.selectedOptions[0].textContent;""")
    if "unit" not in chosen:
        sys.exit(f"no unit follows the comments of the text: {chosen}")
    browser.set_window_size(1280, 1000)
    shoot("network.png")
    browser.set_window_size(1280, 1100)


def cells(browser, folder, shoot, wait):
    """Look inside, at the first comment of a text, with the unit that follows comments."""
    with serving(folder, wait) as server:
        browser.get(f"http://127.0.0.1:{SERVER}/")
        wait.until(lambda page: page.execute_script("return document.querySelector('#model strong')"))
        browser.execute_script("""document.querySelector('#tab-inside').click();
            document.querySelector('#text').value = arguments[0];
            document.querySelector('#text').dispatchEvent(new Event('input'));
            document.querySelector('#read').click();""", watching.read(watching.ROOT / "corpus/starter/kernel/process.c")[:4000])
        wait.until(lambda page: page.execute_script("return document.querySelector('.features button')")).click()
        comment = wait.until(lambda page: page.execute_script("return document.querySelector('.cells .holds')"))
        browser.execute_script("document.querySelector('#cells').scrollIntoView()")
        ActionChains(browser).move_to_element(comment).perform()
        correlation = browser.execute_script("return document.querySelector('.features strong').textContent").lstrip("−")
        bits = browser.execute_script("return document.querySelector('.about').textContent.match(/([0-9.]+) bits per/)[1]")
        shoot("cells.png")
        server.terminate()
    where = "checkpoints/linux, corpus/starter/kernel/process.c"
    watching.write_numbers("cells.png", [(where, bits, "", *watching.here()),
                                         (where + ": correlation with comments, without its sign", correlation, "", *watching.here())])


def training(browser, folder, shoot, wait):
    """The training UI shortly before the end of quick.yaml, and the report of the run."""
    file = folder / "checkpoints/picture/history.jsonl"

    def history():
        return [{"seconds": 0}, *map(json.loads, watching.read(file).splitlines() if file.exists() else [])]

    with start(folder, "--config", "quick.yaml", "--set", "name=picture", "--set", f"ui.port={UI}"):
        wait.until(lambda _: history()[-1]["seconds"] > 114)
        browser.get(f"http://127.0.0.1:{UI}/train/overview")
        wait.until(lambda page: page.execute_script("return document.querySelectorAll('canvas').length > 3"))
        time.sleep(2)  # the charts are drawn
        shoot("training-ui.png")
    subprocess.run([*CHARRNN, "report", "checkpoints/picture"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    browser.get(f"file://{file.parent}/report.html")
    shoot("report.png")
    best = min(row["validationBpc"] for row in history() if "validationBpc" in row)
    watching.write_numbers("report.png", [("quick.yaml, best validation", f"{best:.3f}", "", *watching.here())])


def main(shots):
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    with tempfile.TemporaryDirectory(prefix="charrnn-shots-") as name:
        for option in [*OPTIONS, f"--user-data-dir={name}/profile"]:
            options.add_argument(option)
        browser = webdriver.Chrome(options, webdriver.ChromeService("/usr/bin/chromedriver"))
        try:
            for shot in shots:
                shot(browser, pathlib.Path(name), lambda image: browser.save_screenshot(watching.ROOT / "docs/images" / image), WebDriverWait(browser, 300))
        finally:
            browser.quit()


if __name__ == "__main__":
    all_shots = {shot.__name__: shot for shot in (cells, network, playground, training)}
    if not all_shots.keys() >= set(sys.argv[1:]):
        sys.exit(__doc__)
    main([all_shots[name] for name in sys.argv[1:] or all_shots])
