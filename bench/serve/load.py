#!/usr/bin/env python3
"""Measures a running server under load, over loopback, from a separate process.

    java -jar charrnn.jar serve --checkpoint best.zip --port 8080 --max-streams 128 &
    bench/serve/load.py http://127.0.0.1:8080    # a table: 1, 8, 32, 128 streams

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
import sys
import time
import urllib.parse

PROMPT = "static int "
KEPT = 2000  # bytes of a stream's end: enough for its usage and [DONE]
TEXTS = 64  # of each row of the table, at least


class Stream(asyncio.Protocol):
    """A text on a connection of its own. It is not parsed as it comes, so that the client costs little."""

    def __init__(self, content):
        self.content = content
        self.head = b""
        self.end = b""
        self.began = time.perf_counter()
        self.first = None  # seconds to the first character
        self.ended = None
        self.loop = asyncio.get_running_loop()
        self.closed = self.loop.create_future()

    def connection_made(self, transport):
        self.transport = transport
        transport.write(self.content)

    def data_received(self, data):
        if self.first is None:
            self.head += data
            if b"data: " in self.head:
                self.first = time.perf_counter() - self.began
        self.end = (self.end + data)[-KEPT:]
        if self.end.endswith(b"\r\n0\r\n\r\n"):
            self.transport.close()

    def connection_lost(self, reason):
        self.ended = time.perf_counter()
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

    def __init__(self, server):
        self.address = urllib.parse.urlsplit(server).netloc
        self.host, port = self.address.rsplit(":", 1)
        self.port = int(port)
        key = os.environ.get("CHARRNN_API_KEY")
        self.authorization = f"Authorization: Bearer {key}\r\n" if key else ""
        self.random = random.Random(1)
        self.faults = []

    def content(self, chars):
        """A request of a text."""
        body = {"prompt": PROMPT, "max_tokens": chars, "seed": self.random.getrandbits(32)}
        content = json.dumps(body | {"stream": True, "stream_options": {"include_usage": True}})
        head = f"POST /v1/completions HTTP/1.1\r\nHost: {self.address}\r\nContent-Type: application/json\r\n"
        return f"{head}{self.authorization}Content-Length: {len(content)}\r\n\r\n{content}".encode()

    async def one(self, content, chars):
        stream = Stream(content)
        try:
            await stream.loop.create_connection(lambda: stream, self.host, self.port)
            await stream.closed
        except OSError as failure:
            self.faults.append(str(failure))
            return stream
        fault = stream.fault(chars)
        if fault:
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

    async def fills(self, places):
        """Prints and returns whether all places are free: so many texts are written at the same time."""
        texts = await asyncio.gather(*(self.one(self.content(1000), 1000) for _ in range(places)))
        begun = [text.began + text.first for text in texts if text.first is not None]
        free = len(begun) == places and max(begun) < min(text.ended for text in texts)
        print("places: " + ("all free" if free else "NOT FREE"))
        return free


async def table(options):
    load = Load(options.server)
    print("| streams | chars/s | of one stream | first character, p50 | p99 | texts | errors |")
    print("|---|---|---|---|---|---|---|")
    one = None
    for streams in options.streams:
        faults = len(load.faults)
        rounds = max(2, math.ceil(TEXTS / streams))
        texts, seconds = await load.level(streams, rounds, options.chars)
        speed = sum(options.chars for text in texts if not text.fault(options.chars)) / seconds
        one = one or (speed if streams == 1 else None)
        first = sorted(text.first * 1000 for text in texts if text.first is not None) or [math.nan]
        print(
            f"| {streams} | {speed:,.0f} | {f'{speed / one:.1f}' if one else '–'} | {first[len(first) // 2]:,.0f} ms"
            f" | {first[int(0.99 * len(first))]:,.0f} ms | {len(texts)} | {len(load.faults) - faults} |",
            flush=True,
        )
    return report(load.faults)


def report(faults):
    for fault in faults[:10]:
        print("error:", fault)
    return not faults


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("server", help="its address, http://127.0.0.1:8080")
    parser.add_argument("--streams", default="1,8,32,128", help="how many at the same time")
    parser.add_argument("--chars", type=int, default=1000, help="of each text")
    options = parser.parse_args()
    options.streams = [int(n) for n in options.streams.split(",")]
    sys.exit(0 if asyncio.run(table(options)) else 1)


if __name__ == "__main__":
    main()
