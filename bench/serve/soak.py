#!/usr/bin/env python3
"""Runs a training with its UI, the server and the language server under a low load, and watches their memory.

    bench/serve/soak.py --minutes 60

Each has the lowest priority and gets some requests per second over loopback: the UI what an open page asks for, the server
completions, infills and streams that are left, the language server a document that changes. At the end a row per process:
requests, errors, and MB at the start, after ten minutes and at the end, resident and of live objects. Exit code 1: errors.
"""

import argparse
import itertools
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
LINES = "\tint count = 0;\n\tif (count < size)\n\t\treturn count;\n"


class Client(threading.Thread):
    """A process of charrnn, and what sends it requests until the end."""

    def __init__(self, folder, jar, *words):
        super().__init__(name=words[0], daemon=True)
        self.log, self.requests, self.errors, self.memory = folder / f"{words[0]}.log", 0, 0, []
        with self.log.open("wb") as log:
            command = ["nice", "-n", "19", "env", "OMP_NUM_THREADS=1", "java", "-jar", jar, *words]
            out = subprocess.PIPE if words[0] == "lsp" else log
            self.process = subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=out, stderr=log)

    def get(self, path, body=None, most=None):
        """The answer, or its first bytes, after which the connection is closed."""
        while not (address := re.search(r"http://[\d.]+:\d+", self.log.read_text())):
            time.sleep(0.2)  # it starts
        self.requests += 1
        request = urllib.request.Request(address[0] + path, body and json.dumps(body).encode())
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=120) as answer:
            return answer.read(most)

    def run(self):
        for n in itertools.count():
            try:
                self.turn(n)
            except (OSError, ValueError, LookupError) as failure:
                self.errors += 1
                print(f"{self.name}, turn {n}: {failure}", flush=True)
            time.sleep(0.7)

    def resident(self):
        if self.process.poll() is not None:
            sys.exit(f"{self.name} ended with {self.process.returncode}: {self.log.read_text()[-500:]}")
        return int(pathlib.Path(f"/proc/{self.process.pid}/status").read_text().split("VmRSS:")[1].split()[0]) // 1024

    def live(self):
        subprocess.run(["jcmd", str(self.process.pid), "GC.run"], check=True, stdout=subprocess.DEVNULL)
        heap = subprocess.run(["jcmd", str(self.process.pid), "GC.heap_info"], check=True, capture_output=True, text=True)
        return int(re.search(r"used (\d+)K", heap.stdout)[1]) // 1024


class Training(Client):
    def turn(self, n):
        self.get("/train/sessions/info")
        session = self.get("/train/sessions/current").decode()
        if session and int(self.get(f"/train/sessions/lastUpdate/{session}")) > 0:
            self.get("/train/" + ("overview/data", "model/data/0", "system/data")[n // 60 % 3])  # a page for a minute
        self.get("/charrnn/validation")


class Server(Client):
    def turn(self, n):
        text = {"prompt": "static int ", "max_tokens": 1 + n % 60, "seed": n}
        self.get("/v1/completions", text)
        prefix = f"static int f{n}(int size)\n{{\n" + LINES * (1 + n % 20)
        self.get("/infill", {"input_prefix": prefix, "prompt": "\tfor (i = 0; ", "input_suffix": "\n}\n"})
        self.get("/v1/completions", text | {"max_tokens": 1000, "stream": True}, most=200)


class LanguageServer(Client):
    def send(self, method, params, **number):
        content = json.dumps({"jsonrpc": "2.0", "method": method, "params": params} | number)
        self.process.stdin.write(f"Content-Length: {len(content)}\r\n\r\n{content}".encode())
        self.process.stdin.flush()
        self.requests += 1
        answer = {}
        while number and answer.get("id") != number["id"]:
            length = int(self.process.stdout.readline().split(b":")[1])
            self.process.stdout.readline()
            answer = json.loads(self.process.stdout.read(length))
        if "error" in answer:
            raise ValueError(answer["error"])

    def turn(self, n):
        text = "int f(int size)\n{\n" + LINES * (1 + n % 20) + "\t"
        document = {"uri": "file:///tmp/f.c", "version": n}
        if n == 0:
            self.send("initialize", {"processId": os.getpid(), "capabilities": {}}, id=1)
            self.send("textDocument/didOpen", {"textDocument": document | {"languageId": "c", "text": text}})
        self.send("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})
        cursor = {"position": {"line": text.count("\n"), "character": 1}, "context": {"triggerKind": 1}}
        self.send("textDocument/inlineCompletion", {"textDocument": document} | cursor, id=n + 2)


def soak(clients, minutes):
    for client in clients:
        client.start()
    time.sleep(20)
    for minute in range(minutes + 1):
        print(minute, "min", *(f"{c.name} {c.resident()} MB, {c.requests} requests" for c in clients), sep="; ", flush=True)
        for client in clients:
            if minute in (0, min(10, minutes // 2), minutes):
                client.memory += [client.resident(), client.live()]
        time.sleep(60 if minute < minutes else 0)
    for c in clients:
        print(c.name, c.requests, c.errors, *c.memory[0::2], *c.memory[1::2], sep=",")
    return not any(c.errors for c in clients)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jar", default=ROOT / "charrnn.jar", type=pathlib.Path)
    parser.add_argument("--minutes", type=int, default=60)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    jar, network = str(options.jar.resolve()), ["--checkpoint", f"{ROOT}/checkpoints/c"]
    train = ["train", "--config", f"{ROOT}/config/quick.yaml", f"--set=training.maxMinutes={2 * options.minutes}"]
    train += [f"--set=corpus.path={ROOT}/corpus/starter", "--set=ui.port=0"]
    train += ["--set=model.hidden=16", "--set=training.batchSize=1"]
    clients = []
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        try:
            for kind, *words in ([Training, *train], [Server, "serve", *network, "--port", "0"], [LanguageServer, "lsp", *network]):
                clients.append(kind(pathlib.Path(folder), jar, *words))
            good = soak(clients, options.minutes)
        finally:
            for client in clients:
                client.process.kill()
                client.process.wait()
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
