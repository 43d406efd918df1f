#!/usr/bin/env python3
"""Measures a running server under load, over loopback, from a separate process.

    java -jar charrnn.jar serve --checkpoint best.zip --port 8080 --max-streams 128 &
    bench/serve/load.py http://127.0.0.1:8080                                    # a table: 1, 8, 32, 128 streams
    bench/serve/load.py http://127.0.0.1:8080 --pid $! --hang-ups 1000           # how soon places become free
    bench/serve/load.py http://127.0.0.1:8080 --pid $! --soak 30                 # minutes, with random disconnections
    bench/serve/load.py http://127.0.0.1:8080 --unread 100                       # streams that are not read, then a reader

A client requests the next text when it has received the previous one. The speed is the number of all characters divided
by the time from the first request to the last event; the time to the first character includes making the connection. Each
level begins with an unmeasured round. Exit code 1 if anything went wrong.
"""

import argparse
import asyncio
import json
import math
import os
import random
import re
import socket
import statistics
import struct
import sys
import time
import urllib.parse

from watch import Flatness, Watch

PROMPT = "static int "
KEPT = 2000  # bytes of a stream's end: enough for its usage and [DONE]


def request(address, body, key=None):
    content = json.dumps(body).encode()
    authorization = f"Authorization: Bearer {key}\r\n" if key else ""
    head = (
        f"POST /v1/completions HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n"
        f"{authorization}Content-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content


class Stream(asyncio.Protocol):
    """A text on a connection of its own. It is not parsed as it comes, so that the client costs little."""

    def __init__(self, content, hang_up_at=math.inf):
        self.content = content
        self.hang_up_at = hang_up_at  # bytes
        self.received = 0
        self.head = b""
        self.end = b""
        self.began = time.perf_counter()
        self.first = None  # seconds to the first character
        self.closed = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport
        transport.write(self.content)

    def data_received(self, data):
        if self.first is None:
            self.head += data
            if b"data: " in self.head:
                self.first = time.perf_counter() - self.began
        self.received += len(data)
        self.end = (self.end + data)[-KEPT:]
        if self.received >= self.hang_up_at:
            self.transport.abort()
        elif self.end.endswith(b"\r\n0\r\n\r\n"):
            self.transport.close()

    def connection_lost(self, reason):
        if not self.closed.done():
            self.closed.set_result(None)

    def fault(self, chars):
        """Why it is not a complete stream of so many characters, or nothing."""
        if not self.head.startswith(b"HTTP/1.1 200 "):
            return self.head[:300].decode(errors="replace") or "closed without an answer"
        usage = re.search(rb'"completion_tokens":\s*(\d+)', self.end)
        if usage is None or b"data: [DONE]" not in self.end:
            return f"ended with {self.end[-300:]!r}"
        return None if int(usage[1]) == chars else f"has {int(usage[1])} characters, not {chars}"


class Load:
    """Requests to one server."""

    def __init__(self, options):
        self.address = urllib.parse.urlsplit(options.server).netloc
        self.host, port = self.address.rsplit(":", 1)
        self.port = int(port)
        self.key = os.environ.get("CHARRNN_API_KEY")
        self.random = random.Random(options.seed)
        self.faults = []

    def content(self, chars, prompt=PROMPT, stream=True):
        body = {"prompt": prompt, "max_tokens": chars, "seed": self.random.getrandbits(32)}
        streamed = {"stream": True, "stream_options": {"include_usage": True}} if stream else {}
        return request(self.address, body | streamed, self.key)

    async def one(self, content, chars, hang_up_at=math.inf):
        stream = Stream(content, hang_up_at)
        try:
            await asyncio.get_running_loop().create_connection(lambda: stream, self.host, self.port)
            await stream.closed
        except OSError as failure:
            self.faults.append(str(failure))
            return stream
        fault = stream.fault(chars)
        if fault and hang_up_at == math.inf:
            self.faults.append(fault)
        return stream

    async def level(self, streams, rounds, chars):
        """Texts of all clients, and the seconds that they took."""

        async def client(texts):
            return [await self.one(self.content(chars), chars) for _ in range(texts)]

        await asyncio.gather(*(client(1) for _ in range(streams)))
        began = time.perf_counter()
        done = await asyncio.gather(*(client(rounds) for _ in range(streams)))
        return sum(done, []), time.perf_counter() - began


def quantile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


async def table(options):
    load = Load(options)
    print("| streams | chars/s | of one stream | first character, p50 | p99 | texts | errors |")
    print("|---|---|---|---|---|---|---|")
    one = None
    for streams in options.streams:
        faults = len(load.faults)
        rounds = max(2, math.ceil(options.texts / streams))
        texts, seconds = await load.level(streams, rounds, options.chars)
        speed = sum(options.chars for text in texts if not text.fault(options.chars)) / seconds
        one = one or (speed if streams == 1 else None)
        first = [text.first * 1000 for text in texts if text.first is not None] or [math.nan]
        print(
            f"| {streams} | {speed:,.0f} | {f'{speed / one:.1f}' if one else '–'} | {quantile(first, 0.5):,.0f} ms"
            f" | {quantile(first, 0.99):,.0f} ms | {len(texts)} | {len(load.faults) - faults} |",
            flush=True,
        )
    return report(load.faults)


def report(faults):
    for fault in faults[:10]:
        print("error:", fault)
    return not faults


async def soak(options):
    """Minutes of streams of many lengths, of which some are left by their clients."""
    load = Load(options)
    watch = Watch(options.server, options.pid, load.key)
    flatness = Flatness(watch)
    own = watch.own_threads()
    end = time.monotonic() + 60 * options.soak
    counts = {"complete": 0, "left": 0}

    async def client():
        while time.monotonic() < end:
            chars = load.random.randint(1, 1500)
            prompt = PROMPT * load.random.choice([1, 1, 1, 20])
            leaves = load.random.random() < options.leave
            # An answer's head has about 350 bytes: some hang up before it, most in the midst of the text.
            at = load.random.choice([1, load.random.randint(350, 100 * chars + 351)]) if leaves else math.inf
            if leaves and load.random.random() < 0.3:
                await leave_early(load, load.content(chars, prompt))
            else:
                await load.one(load.content(chars, prompt), chars, at)
            counts["left" if leaves else "complete"] += 1

    clients = [asyncio.create_task(client()) for _ in range(options.streams[0])]
    began = time.monotonic()
    while time.monotonic() < end:
        await asyncio.sleep(min(options.every, max(0.1, end - time.monotonic())))
        label = f"{(time.monotonic() - began) / 60:.1f} min, {counts['complete']} complete, {counts['left']} left"
        await asyncio.to_thread(flatness.look, label)
    await asyncio.gather(*clients)
    line, flat = flatness.verdict()
    print(line)
    idle = watch.await_idle()
    print("places and queue: " + ("all free" if idle else "NOT FREE"))
    lost = own.items() - watch.own_threads().items()
    print(f"threads lost: {sorted(lost) or 'none'}")
    health = watch.get("/health")
    print("health:", *health)
    return report(load.faults) and flat and idle and not lost and health[0] == 200


async def leave_early(load, content):
    """Hangs up after a moment, whether anything has come or not."""
    reader, writer = await asyncio.open_connection(load.host, load.port)
    writer.write(content)
    await asyncio.sleep(load.random.random() * 0.2)
    writer.transport.abort()


class Unread:
    """Measures how long a client that reads has to wait beside streams whose clients do not read."""

    READERS = 10  # texts one after the other
    CHARS = 100  # of each

    def __init__(self, options):
        self.load = Load(options)
        self.chars = options.chars

    async def read(self, row):
        """Prints a row of the table: the times of texts that are read."""
        texts, whole = [], []
        for _ in range(self.READERS):
            began = time.perf_counter()
            texts.append(await self.load.one(self.load.content(self.CHARS), self.CHARS))
            whole.append(time.perf_counter() - began)
        first = [text.first for text in texts if text.first is not None] or [math.nan]
        print(f"| {row} | {first[0]:.2f} s | {max(first):.2f} s | {statistics.median(whole):.2f} s |", flush=True)

    def connect(self):
        connection = socket.create_connection((self.load.host, self.load.port))
        connection.sendall(self.load.content(self.chars))
        return connection

    async def read_late(self, connection):
        """Reads a stream to its end; returns whether it is complete."""
        stream = Stream(b"")
        await asyncio.get_running_loop().create_connection(lambda: stream, sock=connection)
        await stream.closed
        return not stream.fault(self.chars)

    async def run(self, streams):
        print("| streams that are not read | first character of the first reader | of the slowest | whole text, median |")
        print("|---|---|---|---|")
        await self.load.one(self.load.content(self.CHARS), self.CHARS)  # not measured
        await self.read("0")
        connections = [self.connect() for _ in range(streams)]
        await self.read(f"{streams} of {self.chars:,} characters")
        began = time.perf_counter()
        complete = await asyncio.gather(*(self.read_late(connection) for connection in connections))
        print(f"\nread at last: {sum(complete)} of {streams} complete, after {time.perf_counter() - began:.0f} s")
        return report(self.load.faults) and all(complete)


class HangUps:
    """Clients that leave: how many steps the server makes from a look before that to the place being free."""

    def __init__(self, options):
        self.load = Load(options)
        self.watch = Watch(options.server, options.pid, self.load.key)
        self.places = options.places
        self.fillers = []

    def connect(self, chars, prompt=PROMPT, stream=True):
        connection = socket.create_connection((self.load.host, self.load.port))
        connection.sendall(self.load.content(chars, prompt, stream))
        return connection

    def await_figure(self, name, value):
        end = time.monotonic() + 30
        while time.monotonic() < end:
            figures = self.watch.figures()
            if figures[name] == value:
                return figures
        raise SystemExit(f"{name} is {figures[name]}, not {value}, after 30 s")

    def leave(self, connection):
        # The connection is reset, as when a process is killed.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    def in_generation(self):
        connection = self.connect(20_000)
        connection.recv(65536)
        return self.steps(connection, "charrnn_streams", 0)

    def in_prompt(self):
        characters = self.watch.figures()["charrnn_characters_total"]
        connection = self.connect(1, "x" * 9000)
        self.await_figure("charrnn_streams", 1)
        steps = self.steps(connection, "charrnn_streams", 0)
        assert self.watch.figures()["charrnn_characters_total"] == characters, "the prompt was over"
        return steps

    def queued(self):
        """Behind texts that take all places. They are not streamed, so that none is parked."""
        if self.watch.figures()["charrnn_streams"] < self.places:
            self.free()
            self.fillers = [self.connect(60_000, stream=False) for _ in range(self.places)]
            self.await_figure("charrnn_streams", self.places)
        connection = self.connect(100)
        self.await_figure("charrnn_queue", 1)
        return self.steps(connection, "charrnn_queue", 0)

    def free(self):
        for connection in self.fillers:
            self.leave(connection)
        self.await_figure("charrnn_streams", 0)

    def steps(self, connection, gauge, value):
        before = self.watch.figures()["charrnn_steps_total"]
        self.leave(connection)
        return self.await_figure(gauge, value)["charrnn_steps_total"] - before

    def between_looks(self):
        """Steps from a look to the next, with nothing between."""
        connection = self.connect(20_000)
        connection.recv(65536)
        looks = [self.watch.figures()["charrnn_steps_total"] for _ in range(200)]
        self.leave(connection)
        self.await_figure("charrnn_streams", 0)
        return [after - before for before, after in zip(looks, looks[1:])]

    def run(self, times):
        print("| hang-ups | times | steps from the look before, median | p99 | largest |\n|---|---|---|---|---|")
        self.row("none: from a look to the next", self.between_looks())
        for kind in (self.in_generation, self.in_prompt, self.queued):
            self.row(kind.__name__.replace("_", " "), [kind() for _ in range(times)])
        self.free()
        return True

    @staticmethod
    def row(what, steps):
        middle, most = statistics.median(steps), quantile(steps, 0.99)
        print(f"| {what} | {len(steps)} | {middle:.0f} | {most:.0f} | {max(steps):.0f} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("server", help="its address, http://127.0.0.1:8080")
    parser.add_argument("--streams", default=None, help="how many at the same time; default: 1,8,32,128, or 32 to soak")
    parser.add_argument("--chars", type=int, default=1000, help="of each text")
    parser.add_argument("--texts", type=int, default=64, help="of each level, at least")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pid", type=int, help="the server's process, to soak or to hang up")
    parser.add_argument("--soak", type=float, metavar="MINUTES")
    parser.add_argument("--every", type=float, default=10, help="seconds between two looks")
    parser.add_argument("--leave", type=float, default=0.3, help="share of texts whose clients hang up")
    parser.add_argument("--hang-ups", type=int, metavar="N", help="N in the queue, in the prompt and in the text")
    parser.add_argument("--unread", type=int, metavar="N", help="N streams whose clients do not read until others have read")
    parser.add_argument("--places", type=int, default=32, help="the server's --max-streams, for those in the queue")
    options = parser.parse_args()
    if (options.soak or options.hang_ups) and not options.pid:
        parser.error("--soak and --hang-ups need --pid")
    options.streams = [int(n) for n in (options.streams or ("32" if options.soak else "1,8,32,128")).split(",")]
    if options.hang_ups:
        good = HangUps(options).run(options.hang_ups)
    elif options.unread:
        good = asyncio.run(Unread(options).run(options.unread))
    else:
        good = asyncio.run(soak(options) if options.soak else table(options))
    sys.exit(0 if good else 1)


main()
