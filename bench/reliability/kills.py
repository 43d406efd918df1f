#!/usr/bin/env python3
"""Kills trainings and resumes them, and compares the results with those of uninterrupted trainings.

    bench/reliability/kills.py [--random 200] [--failpoints 100] [--seed 1]

A tiny network is trained on a small corpus (made from files in corpus/) for a few seconds, with dropout, a cosine
schedule, a save every 25 steps, and a validation with a best checkpoint, a step file and the pruning of old ones at the
end of each epoch. The scenario "epochs", in bfloat16 where the processor has it, ends when its epochs are over, "patience"
by early stopping.
Each is run once without a kill, then repeatedly in fresh folders, killed with SIGKILL and resumed until it ends:

- --random kills, at moments drawn from a seeded generator, one of them after the end of each run, if it is early enough;
- --failpoints kills, right before a system call of a save, its file or its name: strace delivers the signal before the
  Nth write, fsync, rename, link or unlink of the training's thread, so charrnn needs no hook for it. The call is read
  from strace's log; a kill at another call (such as a line on the terminal) is not counted. The first kill of each run
  comes before its last pruning: only a resume of the finished run can delete that file.

After every kill, `runs` must call the run resumable. When a run has ended, the parameters, the optimizer state and the
recurrent state in its last.zip and best.zip must be those of the reference, byte by byte, its step files must have the same
names, and its history.jsonl the same lines but for "seconds" and "charsPerSecond"; resuming it once more must change
nothing. The exit code is 1 if anything differs, and the run's folder is kept then.

Needs Linux, Java 17, strace (Debian: strace) and the permission to use it (ptrace). Prints Markdown on stdout, progress on
stderr. Takes half an hour on two idle cores, 49 minutes on busy ones.
"""
import argparse
import collections
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(__file__).resolve().parents[2]
JAR = ROOT / "charrnn.jar"
WORKERS = 2
ENVIRONMENT = dict(os.environ, OMP_NUM_THREADS="1")
CORPUS = ["list.c", "ring.c", "glob.c", "sort.c", "bitmap.c", "string.c"]
CHARS_OF_A_FILE = 2500
CONFIG = """\
name: run
corpus: {{path: "{corpus}", validationShare: 0.17, testShare: 0}}
model: {{layers: 2, hidden: 32, dropout: 0.1}}
training:
  batchSize: 4
  sequenceLength: 32
  epochs: {epochs}
  maxMinutes: 0
  learningRate: {rate}
  warmupSteps: 10
  precision: {precision}
  reportEverySteps: 7
  validateEverySteps: 0
{more}checkpoints: {{directory: runs, everySteps: 25, keep: 2}}
sampling: {{length: 20}}
ui: {{enabled: false}}
"""
SCENARIOS = {
    "epochs": dict(epochs=12, rate=0.01, precision="auto", more=""),
    # A rate that is too high for it learns nothing more after a while.
    "patience": dict(epochs=200, rate=0.05, precision="float32", more="  patience: 3\n  schedule: constant\n"),
}
TIMING = ("seconds", "charsPerSecond")
COMPARED = ("coefficients.bin", "updaterState.bin", "charrnn/state.bin")
TRACED = "write,pwrite64,fsync,fdatasync,ftruncate,/^rename,/^link,/^unlink"
# Not --seccomp-bpf: with it, strace 6.13 does not deliver the SIGKILL.
STRACE = ["strace", "-f", "-y", "-s", "0", "-o"]
UNLINK = "/^unlink"
PRUNE = "before an old checkpoint is pruned"
# The moments of a save; the first pattern that a call begins with counts.
MOMENTS = {
    r"write.*\.tmp-": "before a write of the temporary file",
    r"fsync.*\.tmp-": "before the file's fsync",
    r"fsync.*history\.jsonl>": "before the history's fsync",
    r"fsync": "before the folder's fsync",
    r"rename": "before the rename",
    r"link": "before the link",
    r"unlink.*\.tmp-": "before the temporary name is removed",
    r"unlink.*/step-": PRUNE,
    r".*history\.jsonl>": "before a line of the history",
}
# One is drawn for each kill; calls of which a save has more stand here more often.
FAILPOINTS = ["write", "write", "fsync", "fsync", "/^rename", "/^link", UNLINK]


class Difference(Exception):
    """A promise that was broken."""


def charrnn(*arguments):
    return ["java", "-XX:-UsePerfData", "-jar", str(JAR), *map(str, arguments)]


def check_resumable(run):
    """Asks runs, unless the run was killed before there was anything."""
    if not run.exists():
        return
    done = subprocess.run(charrnn("runs", run, "--json"), capture_output=True, text=True)
    found = json.loads(done.stdout)["runs"] if done.returncode == 0 else [{"state": "none"}]
    if any(each["state"] not in ("resumable", "over", "nothing saved") for each in found):
        raise Difference(f"runs gives {done.returncode}: {done.stdout}{done.stderr}")


def entries(checkpoint):
    with zipfile.ZipFile(checkpoint) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name in COMPARED}


def outcome(run):
    """What must not depend on kills."""
    found = {name: entries(run / name) for name in ("last.zip", "best.zip")}
    found["step files"] = sorted(file.name for file in run.glob("step-*.zip"))
    lines = map(json.loads, (run / "history.jsonl").read_text().splitlines())
    found["history.jsonl"] = [{key: value for key, value in line.items() if key not in TIMING} for line in lines]
    return found


def compare(expected, run):
    found = outcome(run)
    for part, value in expected.items():
        if found[part] != value:
            raise Difference(f"{part} differs from that of the run without kills")


def files(run):
    """All but what a kill left, and but for the minute in which the report was written."""
    whole = (file for file in run.iterdir() if ".tmp-" not in file.name)
    return {file.name: re.sub(rb'"written":"[^"]*"', b"", file.read_bytes()) for file in whole}


class Scenario:
    """A training, once without a kill: what it comes to, how long it takes, how many calls its thread makes."""

    def __init__(self, name, folder):
        self.name = name
        self.place = folder / name
        self.place.mkdir()
        self.config = self.place / "config.yaml"
        self.config.write_text(CONFIG.format(corpus=folder / "corpus", **SCENARIOS[name]))
        self.run_reference()
        self.calls, self.last_prune = self.trace()

    def train(self, place, before=()):
        """Starts or resumes a training in a folder, with one thread, so that two can run at a time and compute the same."""
        log = open(place / "log", "ab")
        resume = ["--resume"] if any(place.rglob("last.zip")) else []
        command = [*before, *charrnn("train", "--config", self.config, *resume)]
        return subprocess.Popen(command, cwd=place, env=ENVIRONMENT, stdout=log, stderr=log)

    def run_reference(self):
        place = self.place / "reference"
        place.mkdir()
        run = place / "runs/run"
        began = time.monotonic()
        process = self.train(place)
        self.start = None
        while process.poll() is None:
            if self.start is None and (run / "last.zip").exists():
                self.start = time.monotonic() - began
            time.sleep(0.005)
        self.seconds = time.monotonic() - began
        if process.returncode != 0:
            raise SystemExit(f"the training without kills failed, see {place / 'log'}")
        self.outcome = outcome(run)

    def trace(self):
        """Calls of the thread that saves, by kind, and the number of the last unlink that prunes."""
        place = self.place / "traced"
        place.mkdir()
        log = place / "strace"
        if self.train(place, [*STRACE, str(log), "-e", f"trace={TRACED}"]).wait() != 0:
            raise SystemExit(f"strace failed; is ptrace allowed here? See {place / 'log'}")
        compare(self.outcome, place / "runs/run")
        lines = log.read_text(errors="replace").splitlines()
        thread = next(line.split()[0] for line in lines if "fsync(" in line)
        own = [line.split(None, 1)[1] for line in lines if line.split()[0] == thread]
        counts = {kind: sum(bool(re.match(pattern(kind), line)) for line in own) for kind in FAILPOINTS}
        unlinks = [line for line in own if re.match(pattern(UNLINK), line)]
        return counts, max(i for i, line in enumerate(unlinks, 1) if failpoint(line) == PRUNE)


def pattern(kind):
    return kind[2:] if kind.startswith("/^") else re.escape(kind) + r"\("


class Kills:
    """Counts of both workers."""

    def __init__(self, random_kills, failpoints):
        self.lock = threading.Lock()
        self.left = {"random": random_kills, "failpoint": failpoints}
        self.table = collections.Counter()
        self.runs = collections.Counter()
        self.differences = []

    def wanted(self, kind):
        with self.lock:
            return self.left[kind] > 0 and not self.differences

    def count(self, kind, what):
        with self.lock:
            self.table[kind, what] += 1
            if not what.startswith("(not counted)"):
                self.left[kind] -= 1
            print(f"{time.strftime('%T')} killed: {what}; left: {self.left}", file=sys.stderr)


class Worker:
    """Runs trainings in folders of their own, one after the other, until enough have been killed."""

    def __init__(self, number, scenarios, kills, seed):
        self.number = number
        self.scenarios = scenarios
        self.kills = kills
        self.random = random.Random(seed)

    def run(self):
        for kind in ("failpoint", "random"):
            turn = self.number
            while self.kills.wanted(kind):
                scenario = self.scenarios[turn % len(self.scenarios)]
                place = scenario.place / f"{kind}-{self.number}-{turn}"
                place.mkdir()
                try:
                    self.one_run(scenario, place, kind)
                    shutil.rmtree(place)
                except Exception as failure:  # a file that cannot be read is a difference, too
                    with self.kills.lock:
                        self.kills.differences.append(f"{scenario.name}, {place}: {failure!r}")
                turn += 1

    def one_run(self, scenario, place, kind):
        run = place / "runs/run"
        if kind == "failpoint":
            if not self.at_call(scenario, place, UNLINK, scenario.last_prune) or self.killed[1] != PRUNE:
                raise Difference("it was not killed before its last prune")
            self.after_kill(scenario, run)
            self.finish(scenario, place)
            compare(scenario.outcome, run)
            shutil.rmtree(place / "runs")
        kill = self.at_failpoint if kind == "failpoint" else self.at_random
        while self.kills.wanted(kind) and kill(scenario, place):
            self.after_kill(scenario, run)
        self.finish(scenario, place)
        compare(scenario.outcome, run)
        ended = files(run)
        # It has little to do, and may be gone before it is killed.
        for _ in range(5 if kind == "random" and self.kills.wanted(kind) else 0):
            if self.at_random(scenario, place, over=True):
                self.after_kill(scenario, run)
                break
        self.finish(scenario, place)
        if files(run) != ended:
            raise Difference("a run that was over has changed by being resumed")
        with self.kills.lock:
            self.kills.runs[scenario.name] += 1

    def finish(self, scenario, place):
        if scenario.train(place).wait() != 0:
            raise Difference("it cannot be resumed, see its log")

    def at_random(self, scenario, place, over=False):
        """Kills at a random moment; false if the training was over before it came."""
        lead = (0.3 if over else 0.8) * scenario.start  # a run that is over has little to do
        span = 0.5 * scenario.start if over else (scenario.seconds - lead) / 2
        process = scenario.train(place)
        try:
            returned = process.wait(lead + self.random.random() * span)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            self.killed = ("random", "after the end of the run" if over else "in the run")
            return True
        if returned != 0:
            raise Difference(f"it ended with {returned}, see its log")
        return False

    def at_failpoint(self, scenario, place):
        """Kills before a random call of a save; false if the training was over before it came."""
        call = self.random.choice([call for call in FAILPOINTS if scenario.calls[call]])
        number = self.random.randint(1, 1 + scenario.calls[call] // 3)
        return self.at_call(scenario, place, call, number)

    def at_call(self, scenario, place, call, number):
        """Kills before a call, counted from 1 among those of its kind; false if the training was over before it came."""
        log = place / "strace"
        inject = ["-e", f"trace={TRACED}", "-e", f"inject={call}:signal=SIGKILL:when={number}"]
        returned = scenario.train(place, [*STRACE, str(log), *inject]).wait()
        if returned == 0:
            return False
        hit = [line.split(None, 1)[1] for line in log.read_text(errors="replace").splitlines()]
        hit = [line for line in hit if re.match(pattern(call), line) and line.endswith(("= ?", "<unfinished ...>"))]
        if returned not in (-9, 137) or not hit:
            raise Difference(f"it ended with {returned}, see its log")
        self.killed = ("failpoint", failpoint(hit[-1]))
        return True

    def after_kill(self, scenario, run):
        check_resumable(run)
        self.kills.count(*self.killed)


def failpoint(call):
    """Which moment of a save a killed call is, in words."""
    name = call.split("(", 1)[0]
    return next((words for sign, words in MOMENTS.items() if re.match(sign, call)), "(not counted) elsewhere: " + name)


def print_table(head, rows):
    print(f"\n| {head} | kills |\n|---|---|")
    for what, count in sorted(rows, key=lambda row: -row[1]):
        print(f"| {what} | {count} |")


def print_report(kills, scenarios):
    for scenario in scenarios:
        print(
            f"Scenario {scenario.name}: {scenario.seconds:.1f} s without a kill, {len(scenario.outcome['history.jsonl'])}"
            f" lines of history; {kills.runs[scenario.name]} runs were killed, resumed to the end and compared."
        )
    for kind in ("failpoint", "random"):
        print_table(f"{kind} kills", [(what, n) for (k, what), n in kills.table.items() if k == kind])
    print()
    for difference in kills.differences:
        print("DIFFERENCE:", difference)
    print("No difference." if not kills.differences else f"{len(kills.differences)} differences.")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--random", type=int, default=200)
    parser.add_argument("--failpoints", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if shutil.which("strace") is None:
        sys.exit("kills.py needs strace (Debian: apt-get install strace)")
    if not JAR.is_file():
        sys.exit(f"there is no {JAR}; build it with mvn -DskipTests package")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="kills-")).resolve()
    (folder / "corpus").mkdir()
    for name in CORPUS:
        text = (ROOT / "corpus/starter/lib" / name).read_text()[:CHARS_OF_A_FILE]
        (folder / "corpus" / name).write_text(text)
    scenarios = [Scenario(name, folder) for name in SCENARIOS]
    kills = Kills(options.random, options.failpoints)
    workers = [Worker(number, scenarios, kills, f"{options.seed}/{number}") for number in range(WORKERS)]
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(Worker.run, workers))
    print_report(kills, scenarios)
    if kills.differences:
        sys.exit(1)
    shutil.rmtree(folder)


main()
