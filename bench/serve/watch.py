"""Reads the metrics of a running server, and the memory and threads of its process."""

import http.client
import pathlib
import time
import urllib.parse

OWN_THREADS = ("decoding", "http-", "checkpoint-")  # the system cuts names after 15 characters


class Watch:
    """Observes a server whose process is on this machine."""

    def __init__(self, url, pid, key=None):
        self.address = urllib.parse.urlsplit(url).netloc
        self.process = pathlib.Path("/proc") / str(pid)
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}
        self.connection = http.client.HTTPConnection(self.address, timeout=60)

    def get(self, path):
        """Status and body. A connection that the server has closed meanwhile is opened again."""
        for last in (False, True):
            try:
                self.connection.request("GET", path, headers=self.headers)
                answer = self.connection.getresponse()
                return answer.status, answer.read()
            except (http.client.HTTPException, OSError):
                self.connection.close()
                if last:
                    raise

    def figures(self):
        """Values by name, those with labels by the name, a brace and the labels."""
        status, body = self.get("/metrics")
        if status != 200:
            raise SystemExit(f"GET /metrics gives {status}: {body.decode(errors='replace')}")
        pairs = (line.rsplit(" ", 1) for line in body.decode().splitlines() if not line.startswith("#"))
        return {name: float(value) for name, value in pairs}

    def heap(self):
        """MB in use."""
        figures = self.figures()
        return sum(v for name, v in figures.items() if name.startswith('jvm_memory_used_bytes{area="heap"')) / 1e6

    def resident(self):
        """MB."""
        status = (self.process / "status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    def threads(self):
        """How many."""
        return len(list((self.process / "task").iterdir()))

    def own_threads(self):
        """The server's own ones, with their numbers: one that has died and been replaced has another number."""
        tasks = {task.name: (task / "comm").read_text().strip() for task in (self.process / "task").iterdir()}
        return {number: name for number, name in tasks.items() if name.startswith(OWN_THREADS)}

    def await_idle(self, seconds=30):
        """Whether no text is written, looked at, or waits for that, within some time."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            figures = self.figures()
            if all(figures[f"charrnn_{what}"] == 0 for what in ("streams", "queue", "parked", "analyses")):
                return True
            time.sleep(0.1)
        return False


class Flatness:
    """Whether the memory of a process stays what it was once it was warm."""

    ALLOWED = 1.1

    def __init__(self, watch):
        self.watch = watch
        self.samples = []

    def look(self, label):
        self.samples.append(self.watch.resident())
        print(
            f"{label}: {self.samples[-1]:.0f} MB resident, {self.watch.heap():.0f} MB of heap in use,"
            f" {self.watch.threads()} threads",
            flush=True,
        )

    def verdict(self):
        """Compares the last fifth with the second one; a line, and whether it is flat."""
        fifth = len(self.samples) // 5
        if fifth == 0:
            return f"memory: {len(self.samples)} looks at it are too few", False
        warm = max(self.samples[fifth : 2 * fifth])
        late = max(self.samples[-fifth:])
        flat = late <= self.ALLOWED * warm
        return f"memory: {warm:.0f} MB in the second fifth, {late:.0f} MB in the last: {'flat' if flat else 'GROWN'}", flat
