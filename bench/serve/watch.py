"""Watches the memory and the threads of a server's process on this machine."""

import pathlib

OWN_THREADS = ("decoding", "http-", "checkpoint-")  # the system cuts names after 15 characters
ALLOWED = 1.1  # growth of the resident memory


class Watch:
    """Observes a process from now on."""

    def __init__(self, pid):
        self.process = pathlib.Path("/proc") / str(pid)
        self.samples = []  # MB
        self.before = self.own_threads()
        if not self.before:
            raise SystemExit(f"process {pid} has no thread of charrnn's server")

    def own_threads(self):
        """The server's own threads by number: one that has died and been replaced has another number."""
        tasks = {task.name: (task / "comm").read_text().strip() for task in (self.process / "task").iterdir()}
        return {number: name for number, name in tasks.items() if name.startswith(OWN_THREADS)}

    def look(self, label):
        status = (self.process / "status").read_text()
        self.samples.append(int(status.split("VmRSS:")[1].split()[0]) / 1024)
        print(f"{label}: {self.samples[-1]:.0f} MB resident, {status.split('Threads:')[1].split()[0]} threads", flush=True)

    def verdict(self):
        """Prints and returns whether all threads live, and the memory of the last fifth is that of the second one."""
        lost = self.before.items() - self.own_threads().items()
        print(f"threads lost: {sorted(lost) or 'none'}")
        fifth = len(self.samples) // 5
        if fifth == 0:
            print(f"memory: {len(self.samples)} looks at it are too few")
            return False
        warm, late = max(self.samples[fifth : 2 * fifth]), max(self.samples[-fifth:])
        flat = late <= ALLOWED * warm
        print(f"memory: {warm:.0f} MB in the second fifth, {late:.0f} MB in the last: {'flat' if flat else 'GROWN'}")
        return flat and not lost
