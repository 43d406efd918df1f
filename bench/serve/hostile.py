#!/usr/bin/env python3
"""Sends hostile requests to a running server. No answer may be a 5xx except 503 "busy", no thread may die, and the memory
must not grow.

    java -Xms256m -Xmx256m -XX:+AlwaysPreTouch -jar charrnn.jar serve --checkpoint best.zip --port 8080 &
    bench/serve/hostile.py http://127.0.0.1:8080 --pid $! --requests 100000

The requests are bytes that are not HTTP, heads and bodies that contradict each other, foreign host names and origins, JSON
with invalid or extreme values, bodies with randomly changed bytes, and clients that disconnect at random moments. They are
sent over loopback, a few at a time, from a seeded generator, so that a run can be repeated. With a heap of fixed size that is
touched at the start, the resident memory grows only by leaks outside the heap. Exit code 1 if anything went wrong.
"""

import argparse
import asyncio
import collections
import json
import pathlib
import random
import socket
import struct
import sys
import urllib.request

from load import Load

PATIENCE = 2  # seconds that a client waits for an answer before it ends its side; the server closes the connection then
OWN_THREADS = ("decoding", "http-")
GROWTH = 1.1  # of the resident memory, at most
SECONDS = 60  # that the server then has: a busy machine is slow, a server that hangs is slower
SOUND = {"prompt": "static int ", "max_tokens": 3, "seed": 7, "temperature": 0.7}
TEXT = {"text": "static int f(void)\n{\n\treturn 0;\n}\n"}
BODIES = {"/v1/completions": SOUND, "/v1/cells": TEXT}
FIELDS = (
    "max_tokens temperature top_p top_k min_p seed n logprobs prompt model stop stream"
    " stream_options echo constrain until suffix __proto__ text"
).split()
VALUES = (
    "-1 0 -0.0 1 1.5 0.1e1 65537 2147483648 -2147483649 9223372036854775807 9223372036854775808 1e308 -1e308 1e999 1e-999"
    " NaN Infinity -Infinity 0x10 01 +1 1. .5 1e --1 null true false undefined [] [1] [[]] [null] {} 'a' \"unfinished"
).split()
VALUES += ['""', '"1"', '"c"', '"function"', '["a", 1]', '{"a": 1}', '"\\u0000"', '"\\ud800"', '"\\udc00\\ud800"', '"\\x41"']
VALUES += ['"\\ud83d\\ude00"', '"\t"', '{"include_usage": true}', '{"include_usage": 1}', '{"include_usage": true, "x": 1}']
PIECES = [b"\0", b"\xff", b"\xc0\x80", *(bytes([byte]) for byte in b'"{[]},:\\9-e')]


class Attack:
    """Makes requests: bytes to send, in pieces."""

    def __init__(self, address, seed):
        self.address = address
        self.random = random.Random(seed)
        self.kinds = [self.garbage, self.other_protocols, self.heads, self.lengths, self.chunks, self.names, self.paths]
        self.kinds += 4 * [self.values, self.mutated]
        self.kinds += [self.structure, self.sizes, self.texts, self.prompts, self.budgets, self.pipelined, self.sound]
        self.kinds += [self.encodings]

    def next(self):
        kind = self.random.choice(self.kinds)
        return kind.__name__, kind()

    def bytes(self, most):
        return self.random.randbytes(self.random.randint(1, most))

    def head(self, length, method="POST", path="/v1/completions", host=None, more=""):
        host = self.address if host is None else host
        return (
            f"{method} {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n{more}"
            + (f"Content-Length: {length}\r\n" if length is not None else "")
            + "\r\n"
        ).encode("latin-1", "replace")

    def post(self, body, **head):
        content = body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass")
        return self.head(len(content), **head) + content

    def body(self, **changes):
        return json.dumps(SOUND | changes)

    def garbage(self):
        return self.bytes(self.random.choice([10, 300, 20_000]))

    def other_protocols(self):
        protocols = [b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0", b"GET /health\r\n", b"EHLO localhost\r\n"]
        protocols += [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + self.bytes(500), b"SSH-2.0-OpenSSH_9.2\r\n"]
        protocols += [b"*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\nb\r\n", b"\x05\x01\x00"]
        protocols += [b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", b"get /health http/1.1\r\nhost: localhost\r\n\r\n"]
        return self.random.choice(protocols)

    def heads(self):
        names = ["X-A", "Cookie", "Expect", "Authorization", "Upgrade", "Connection", "Content-Type", "TE", " X", "X Y"]
        values = ["", "a" * 9000, "\0", "\r", "\n x", "100-continue", "h2c", "Bearer " + "x" * 100, "text/plain"]
        name = self.random.choice([*names, "é", "", ":"])
        value = self.random.choice([*values, "close, close", "\x7f", "é" * 50])
        return self.post(self.body(), more=f"{name}: {value}\r\n" * self.random.choice([1, 1, 2, 500]))

    def lengths(self):
        content = self.body().encode()
        lengths = ["-1", "0", "1", "abc", "1e3", "+5", "99999999999999999999", "0x20", "5, 6", " ", "136385", "2147483648"]
        others = [f"Content-Length: {len(content)}", *(f"Transfer-Encoding: {x}" for x in ("chunked", "gzip, chunked", "x"))]
        more = self.random.choice(["", *(f"{other}\r\n" for other in others)])
        return self.head(self.random.choice(lengths), more=more) + content

    def encodings(self):
        codings = ["gzip", "br", "deflate, gzip", "identity", "GZIP", "x", "", "gzip" * 500, "é"]
        sound = self.post(self.body(), more=f"Content-Encoding: {self.random.choice(codings)}\r\n")
        return self.random.choice([sound, self.head(100_000, more="Content-Encoding: gzip\r\n") + self.bytes(500)])

    def chunks(self):
        content = self.body().encode()
        half = len(content) // 2
        sizes = ["%x" % half, "zz", "-1", "", "ffffffffffffffff", "%x;a=b" % half, "%x" % half + " " * 9000, "0", "7fffffff"]
        size = self.random.choice(sizes).encode()
        rest = b"\r\n%x\r\n%s\r\n0\r\n" % (len(content) - half, content[half:])
        trailer = self.random.choice([b"\r\n", b"X: y\r\n\r\n", b"X: " + b"y" * 9000 + b"\r\n\r\n", b""])
        return self.head(None, more="Transfer-Encoding: chunked\r\n") + size + b"\r\n" + content[:half] + rest + trailer

    def names(self):
        hosts = ["evil.example", "", "localhost.evil.example", "127.0.0.1.evil.example:8080", "localhost:80:80", "[::1"]
        host = self.random.choice([*hosts, "\0", "a" * 5000, "127.0.0.1@evil", "0.0.0.0", "LOCALHOST"])
        others = ["Origin: null", "Origin: http://evil.example", f"Origin: http://{self.address}.evil.example"]
        more = self.random.choice(["", *(f"{other}\r\n" for other in [*others, f"Host: {self.address}"])])
        return self.post(self.body(), host=self.random.choice([host, self.address]), more=more)

    def paths(self):
        paths = (
            "/../../etc/passwd /%2e%2e/%2e%2e/etc/passwd //etc/passwd /v1/completions/../models /v1/completions%00 * /% /%zz"
            " /v1//completions http://evil.example/ /\\..\\.. /é /v1/completions?x /v1/completions;a=b /v1/models /health"
            " /openapi.json / /file:///etc/passwd"
        ).split()
        path = self.random.choice([*paths, "/" + "a" * 5000, "/?" + "a=b&" * 500])
        methods = "GET POST PUT DELETE HEAD OPTIONS TRACE CONNECT PATCH FOO".split()
        method = self.random.choice([*methods, "A" * 300])
        return self.post(self.body(), method=method, path=path)

    def values(self):
        """Fields with values that JSON or the API does not have, or at their ends."""
        path = self.random.choice(list(BODIES))
        fields = {name: json.dumps(value) for name, value in BODIES[path].items()}
        for _ in range(self.random.choice([1, 1, 2, 4])):
            fields[self.random.choice([*fields, *FIELDS])] = self.random.choice(VALUES)
        return self.post("{" + ", ".join(f'"{name}": {value}' for name, value in fields.items()) + "}", path=path)

    def mutated(self):
        """A sound body with some bytes changed, taken out or put in."""
        path = self.random.choice(list(BODIES))
        more = {"stop": ["}"], "top_p": 0.9, "n": 2, "logprobs": 1, "echo": True, "stream": self.random.random() < 0.5}
        body = bytearray(json.dumps(BODIES[path] | (more if path == "/v1/completions" else {})).encode())
        for _ in range(self.random.choice([1, 2, 5, 30])):
            place = self.random.randrange(len(body))
            removed = self.random.choice([0, 1, 1, 5])
            body[place : place + removed] = self.random.choice([b"", self.bytes(2), *PIECES])
            body = body or bytearray(b" ")
        return self.post(bytes(body), path=path)

    def structure(self):
        depth = self.random.choice([7, 8, 9, 1000, 60_000])
        odd = ["[" * depth, '{"a":' * depth, '{"prompt": ' + "[" * depth + "]" * depth + "}", '{"' + "k" * 60_000 + '": 1}']
        odd += ['{"prompt": ' + "9" * 60_000 + "}", "{" + ", ".join(f'"k{i}": {i}' for i in range(3000)) + "}"]
        odd += ['{"prompt": "a", "prompt": "b"}', "{} {}", "", " ", "null", "[]", '"a"', "\ufeff{}", "{'prompt': 'a'}"]
        odd += ['{"prompt": "a",}', '{"prompt": "a"} // x', b"\xff\xfe{\0}\0", b'{"prompt": "\xed\xa0\x80"}']
        return self.post(self.random.choice([*odd, '{"prompt": "a"}'.encode("utf-16")]))

    def sizes(self):
        size = self.random.choice([9_999, 10_001, 100_000, 136_384, 136_385, 400_000])
        whole = self.random.choice([b" " * size, self.body(prompt="x" * size)])
        return self.random.choice([self.post(whole), self.head(size) + b"x" * 50])

    def code(self):
        """C that is broken or deep."""
        pieces = ["(", "{", "[", ")", "#if 1\n", "#else\n", "#endif\n", '"', "'", "/*", "*/", "\\", "\\\n", "#", "0", "\0", "é"]
        pieces += ["do ", "a?", "if(x)", "goto a;", "a" * 300]  # what a completion has to close, and long names
        piece = self.random.choice([*pieces, "#" + "a" * 300, "\U0001f600"])
        return piece * self.random.choice([1, 10, 127, 2000 // len(piece)])

    def texts(self):
        """Texts that are odd, or as long as is allowed and longer, for what looks at a text."""
        text = self.random.choice([self.code(), "a" * self.random.choice([0, 1, 2, 3, 4000, 4001])])
        return self.post(json.dumps({"text": text}), path="/v1/cells")

    def prompts(self):
        until = self.random.choice([{}, {"until": "line"}, {"until": "function"}])
        return self.post(self.body(prompt=self.code(), constrain="c", max_tokens=self.random.choice([0, 1, 20]), **until))

    def budgets(self):
        n, most = self.random.choice([1, 127, 128, 129]), self.random.choice([0, 512, 513, 65536, 65537])
        return self.post(self.body(n=n, max_tokens=most, prompt=["a"] * self.random.choice([1, 2, 128, 129]), logprobs=20))

    def pipelined(self):
        return self.post(self.body()) * self.random.choice([2, 20])

    def sound(self):
        """What is right, cut off or left."""
        content = self.post(self.body(stream=self.random.random() < 0.5, max_tokens=self.random.choice([3, 50])))
        return content[: self.random.randint(1, len(content))] if self.random.random() < 0.5 else content


class Run:
    """Many attacks on one server, some at a time."""

    def __init__(self, options):
        self.load = Load(options.server)
        self.attack = Attack(self.load.address, options.seed)
        self.patience = random.Random(options.seed + 1)
        self.left = options.requests
        self.answers = collections.defaultdict(collections.Counter)
        self.faults = []

    async def client(self):
        while self.left > 0:
            self.left -= 1
            kind, content = self.attack.next()
            status = await self.one(content)
            self.answers[kind][status] += 1
            if status.startswith("5") or status == "no end":
                self.faults.append(f"{kind}: {status} to {content[:1000]!r}")

    async def one(self, content):
        """The answer's status. The connection is reset then, so that none is left in TIME_WAIT."""
        try:
            reader, writer = await asyncio.open_connection(self.load.host, self.load.port)
        except OSError as failure:
            return f"5xx: no connection ({failure})"
        connection = writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        try:
            writer.write(content)
            if self.patience.random() < 0.05:
                return "left"
            try:
                line = await asyncio.wait_for(reader.readline(), PATIENCE)
            except TimeoutError:
                writer.write_eof()
                line = await asyncio.wait_for(reader.readline(), SECONDS)
            while line.startswith(b"HTTP/1.1 100"):  # an interim answer; a blank line ends it
                await asyncio.wait_for(reader.readline(), SECONDS)
                line = await asyncio.wait_for(reader.readline(), SECONDS)
            if not line.startswith(b"HTTP/1."):
                return "closed"
            status = line[9:12].decode(errors="replace")
            # Too many texts to look at: what the interface promises, and no fault.
            busy = status == "503" and b'"busy"' in await asyncio.wait_for(reader.readuntil(b"}}"), SECONDS)
            return "busy" if busy else status
        except TimeoutError:
            return "no end"
        except (OSError, EOFError):
            return "closed"
        finally:
            writer.transport.abort()


async def attack(options):
    process = pathlib.Path("/proc") / str(options.pid)
    threads, memory = own_threads(process), []
    before = await asyncio.to_thread(answers_to_sound_requests, options.server)
    run = Run(options)
    clients = [asyncio.create_task(run.client()) for _ in range(64)]
    step = max(1, options.requests // 20)
    next_look = options.requests - step
    while any(not client.done() for client in clients):
        await asyncio.sleep(0.2)
        if run.left <= next_look:
            next_look -= step
            memory.append(resident(process))
            print(f"{options.requests - run.left:,} requests: {memory[-1]} MB resident", flush=True)
    await asyncio.gather(*clients)
    print("\n| attack | requests | answers |\n|---|---|---|")
    for kind in sorted(run.answers):
        answers = ", ".join(f"{status} × {count}" for status, count in run.answers[kind].most_common())
        print(f"| {kind.replace('_', ' ')} | {run.answers[kind].total()} | {answers} |")
    print()
    for fault in run.faults[:20]:
        print("FAULT:", fault)
    print(f"5xx or no answer: {len(run.faults)}")
    fifth = len(memory) // 5
    warm, late = max(memory[fifth : 2 * fifth], default=0), max(memory[-fifth:])
    lost = threads.items() - own_threads(process).items()
    print(f"memory: {warm} MB in the second fifth, {late} MB in the last; threads lost: {sorted(lost) or 'none'}")
    free = await run.load.fills(options.places)
    same = await asyncio.to_thread(answers_to_sound_requests, options.server) == before
    print("a text of the same seed and its cells: " + ("the same as before" if same else "OTHERS THAN BEFORE"))
    return late <= GROWTH * warm and threads and not lost and free and same and not run.faults


def own_threads(process):
    """The server's own threads by number: one that has died and been replaced has another number."""
    names = {task.name: (task / "comm").read_text().strip() for task in (process / "task").iterdir()}
    return {number: name for number, name in names.items() if name.startswith(OWN_THREADS)}


def resident(process):
    return int((process / "status").read_text().split("VmRSS:")[1].split()[0]) // 1024


def answers_to_sound_requests(server):
    """A text and its cells."""
    text = post(server, "/v1/completions", SOUND | {"max_tokens": 200})["choices"][0]["text"]
    return text, post(server, "/v1/cells", {"text": text})


def post(server, path, body):
    headers = {"Content-Type": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(server + path, json.dumps(body).encode(), headers)) as answer:
        return json.load(answer)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("server", help="its address, http://127.0.0.1:8080")
    parser.add_argument("--pid", type=int, required=True, help="its process")
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--places", type=int, default=32, help="the server's --max-streams")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    sys.exit(0 if asyncio.run(attack(options)) else 1)


main()
