#!/usr/bin/env python3
"""Plays typing in a C file against a running server's /infill, and prints how long the answers take.

    java -jar charrnn.jar serve --checkpoint checkpoints/matches --context DIR &
    bench/serve/typing.py FILE [--url http://127.0.0.1:8080] [--line N] [--chars N]

Opens the file at a line, as an editor does: the lines before it are the prefix (256 at most), those after it the suffix (64). Then
it types the file's own text from there, one request for each character, without pauses and one after the other. The first request
of a file and the others are counted apart. Times are those of whole requests on one connection, in milliseconds.
"""
import argparse
import http.client
import json
import statistics
import time
import urllib.parse


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("file")
    options.add_argument("--url", default="http://127.0.0.1:8080")
    options.add_argument("--line", type=int, default=500, help="the first line that is typed (500)")
    options.add_argument("--chars", type=int, default=400, help="typed characters (400)")
    options.add_argument("--lines", action="store_true", help="several lines, not only the first one")
    options.add_argument("--after", default="", metavar="TEXT", help="between the cursor and the end of its line, such as )")
    given = options.parse_args()
    with open(given.file, encoding="utf-8") as file:
        lines = file.read().split("\n")
    before, text = lines[: given.line], "\n".join(lines[given.line :])
    after = text[given.chars :].split("\n", 1)[1] if "\n" in text[given.chars :] else ""
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(given.url).netloc)
    times, read, right = [], [], 0
    for typed in range(given.chars):
        now = before + text[:typed].split("\n")
        body = {
            "input_prefix": "".join(line + "\n" for line in now[-257:-1]),
            "prompt": now[-1],
            "input_suffix": given.after + "\n" + "".join(line + "\n" for line in after.split("\n")[:64]),
            "n_predict": 128,
            "t_max_predict_ms": 250 if given.lines else 0,
        }
        begin = time.perf_counter()
        connection.request("POST", "/infill", json.dumps(body), {"Content-Type": "application/json"})
        response = connection.getresponse()
        answer = json.loads(response.read())
        times.append(1000 * (time.perf_counter() - begin))
        if response.status != 200:
            raise SystemExit(f"status {response.status}: {answer}")
        read.append(answer["timings"]["prompt_n"])
        right += answer["content"].split("\n")[0] == text[typed:].split("\n")[0]
    later = sorted(times[1:])
    print(f"first request: {times[0]:.0f} ms, {read[0]} characters read by the network")
    print(
        f"{len(later)} later ones: median {statistics.median(later):.0f} ms, 95 % below {later[int(0.95 * len(later))]:.0f} ms,"
        f" longest {later[-1]:.0f} ms; {statistics.mean(read[1:]):.1f} characters read on average"
    )
    print(f"rest of the line as in the file: {100 * right / len(times):.1f} %")


if __name__ == "__main__":
    main()
