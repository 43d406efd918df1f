#!/usr/bin/env python3
"""Compares the behaviour of two jars of charrnn; see bench/same.sh for its arguments.

Each check runs with the old jar and then with the new one, each time in a fresh folder with the starter corpus, the
presets and the included network, and writes a folder of results: output, files, answers. The two folders must be equal,
byte by byte. Values that depend on the clock or the build are removed first (VOLATILE). A result whose name begins with
"note", such as the text of an error message, may differ; the difference is printed but does not count.
"""

import argparse
import concurrent.futures
import hashlib
import html
import http.client
import io
import json
import os
import pathlib
import platform
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHIPPED = "checkpoints/linux"
VOLATILE = {"seconds", "trainingSeconds", "charsPerSecond", "version", "gitCommit", "id", "created", "lastChange", "written"}
PATIENCE = 600  # seconds for one command
# Commands of a second: Java's thorough compiler would take longer than it saves. It computes the same either way.
SHORT = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]


class Failure(Exception):
    """A check that could not be made."""


class Skipped(Exception):
    """A check that this machine cannot make."""


# ---- what is compared ------------------------------------------------------------------------------------------------


def without_volatile(value):
    if isinstance(value, dict):
        return {key: without_volatile(each) for key, each in value.items() if key not in VOLATILE}
    return [without_volatile(each) for each in value] if isinstance(value, list) else value


def stable_json(text):
    """JSON without what the clock decides, an item a line so that a difference is short; other text as it is."""
    try:
        return json.dumps(without_volatile(json.loads(text)), indent=1, ensure_ascii=False) + "\n"
    except ValueError:
        return text


def wordless(value):
    """The numbers of each sentence: its words may change."""
    if isinstance(value, dict):
        return {key: wordless(each) for key, each in value.items()}
    if isinstance(value, list):
        return [wordless(each) for each in value]
    return " ".join(re.findall(r"\d[\d.,]*", value)) if isinstance(value, str) and " " in value else value


class Results:
    """A folder of results of one check and one jar."""

    def __init__(self, folder, side, place):
        self.folder, self.side, self.place = folder, side, place

    def put(self, name, content):
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)

    def put_output(self, name, output):
        """What a program printed, with the same names for the jar and for the folder."""
        for path, shown in ((f"{self.place}/", ""), (str(self.place), "."), (self.side.jar.name, "charrnn.jar")):
            output = output.replace(path.encode(), shown.encode())
        self.put(name, output)

    def put_process(self, done, name="", parse=None):
        self.put(f"{name}exit code", f"{done.returncode}\n")
        self.put_output(f"{name}stdout", parse(done.stdout.decode()).encode() if parse else done.stdout)
        # Progress lines come or not, depending on the speed.
        messages = [line for line in re.split(rb"[\r\n]", done.stderr) if not re.search(rb"(chars|updates)/s", line)]
        self.put_output(f"note {name}stderr", b"\n".join(messages))

    def put_tree(self, name, folder):
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                self.put(f"{name}/{file.relative_to(folder)}", file.read_bytes())

    def put_run(self, name, folder):
        """A run's folder: its arrays bit for bit, its losses, configuration and split."""
        self.put(f"{name}/files", "".join(file.name + "\n" for file in sorted(folder.iterdir())))
        for checkpoint in ("last.zip", "best.zip"):
            if (folder / checkpoint).exists():
                self.put_zip(f"{name}/{checkpoint}", (folder / checkpoint).read_bytes())
        for file in ("config.yaml", "split.json", "test.json"):
            if (folder / file).exists():
                self.put(f"{name}/{file}", (folder / file).read_bytes())
        history = [without_volatile(json.loads(line)) for line in (folder / "history.jsonl").read_text().splitlines()]
        events = [line["event"] + "\n" for line in history if "event" in line]
        self.put(f"{name}/note events", "".join(events))
        for line in history:
            line.update({"event": wordless(line["event"])} if "event" in line else {})
        self.put(f"{name}/history.jsonl", "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in history))
        self.put_report(f"{name}/report", folder / "report.html")

    def put_zip(self, name, content):
        with zipfile.ZipFile(io.BytesIO(content)) as entries:
            for entry in entries.namelist():
                data = entries.read(entry)
                self.put(f"{name}/{entry}", stable_json(data.decode()) if entry.endswith(".json") else data)

    def put_page(self, name, file):
        """A page that the program wrote: it must be there, and its text may change."""
        self.put(f"{name} exists", f"{file.exists()}\n")
        if file.exists():
            self.put(f"note {name}", file.read_bytes())

    def put_report(self, name, file):
        """A report's figures, which stand in it as JSON."""
        self.put(f"{name} exists", f"{file.exists()}\n")
        data = file.exists() and re.search(r'<script[^>]*id="data"[^>]*>(.*?)</script>', file.read_text(), re.S)
        if data:
            text = stable_json(html.unescape(data.group(1)))
            self.put(f"{name} data", json.dumps(wordless(json.loads(text)), indent=1, ensure_ascii=False) + "\n")
            self.put(f"note {name}", text)


def contents(folder):
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def differences(old, new):
    """Those of two folders of results, as pairs of name and first difference."""
    before, after = contents(old), contents(new)
    for name in sorted({*before, *after}):
        if name not in after:
            yield name, "only with the old jar"
        elif name not in before:
            yield name, "only with the new jar"
        elif before[name] != after[name]:
            yield name, first_difference(before[name], after[name])


def first_difference(old, new):
    try:
        return first_text_difference(old.decode().splitlines(True), new.decode().splitlines(True))
    except UnicodeDecodeError:
        pairs = list(zip(old, new))
        places = [i for i, (a, b) in enumerate(pairs) if a != b]
        first = f"the first at {places[0]:,}, " if places else ""
        return f"{len(places):,} bytes differ, {first}{len(old):,} bytes and {len(new):,}"


def first_text_difference(old, new):
    number = next((i for i, (a, b) in enumerate(zip(old, new)) if a != b), min(len(old), len(new)))
    a, b = (lines[number] if number < len(lines) else "" for lines in (old, new))
    column = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    shown = [repr(line[max(0, column - 30) : column + 50]) if line else "the end" for line in (a, b)]
    return f"line {number + 1}, column {column + 1}: {shown[0]} and {shown[1]}"


# ---- the two jars ----------------------------------------------------------------------------------------------------


class Side:
    """One of the two jars: its fresh folders, its results and its server."""

    def __init__(self, label, jar, store, shared, old=None):
        self.label, self.jar, self.store, self.shared = label, jar, store, shared
        self.old = old or self
        # A build that replaces the jar meanwhile does no harm. Its name stays: JavaCPP unpacks a native library for each name.
        self.copy = shared.parent / f"{label}.jar"
        shutil.copy(jar, self.copy)
        self.server = None

    def place(self):
        """A new folder with jar, corpus, presets and the network that ships: links, since no file is written in place."""
        place = pathlib.Path(tempfile.mkdtemp(prefix="place-", dir=self.shared.parent))
        shutil.copytree(self.shared, place, copy_function=os.link, dirs_exist_ok=True)
        os.link(self.copy, place / self.jar.name)
        return place

    def java(self, place, *arguments):
        home = os.environ.get("JAVA_HOME")
        java = str(pathlib.Path(home) / "bin" / "java") if home else "java"
        try:
            return subprocess.run([java, *arguments], cwd=place, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE)
        except subprocess.TimeoutExpired as expired:
            raise Failure(f"longer than {PATIENCE} s: {' '.join(arguments)}") from expired

    def program(self, place, *arguments):
        return self.java(place, *SHORT, "-jar", str(place / self.jar.name), *arguments)

    def results(self, check):
        """The folder of a check's results with this jar, which may be there from before."""
        if self is self.old:
            check = check.olds
        return self.kept("results", check.name, lambda folder: check.results(self, folder))

    def fixture(self, name):
        """A run's folder that this jar has written, for checks to begin with."""
        return self.kept("fixtures", name, lambda folder: FIXTURES[name](self, folder))

    def kept(self, kind, name, make):
        folder = self.store / kind / re.sub(r"[^a-zA-Z0-9._=-]+", "_", name)
        if not folder.exists():
            new = folder.with_name(folder.name + ".new")
            shutil.rmtree(new, ignore_errors=True)
            new.mkdir(parents=True)
            make(new)
            new.rename(folder)
        return folder

    def served(self):
        if not self.server:
            self.server = Server(self)
        return self.server

    def close(self):
        if self.server:
            self.server.stop()


class Server:
    """The program's server with the network that ships, on a free port."""

    def __init__(self, side):
        self.place = side.place()
        home = os.environ.get("JAVA_HOME")
        self.process = subprocess.Popen(
            [str(pathlib.Path(home) / "bin" / "java") if home else "java", "-jar", str(self.place / side.jar.name)]
            + ["serve", "--checkpoint", SHIPPED, "--port", "0"],
            cwd=self.place,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        messages = []
        for line in self.process.stderr:
            messages.append(line)
            address = re.search(r"http://127\.0\.0\.1:(\d+)", line)
            if address:
                self.port = int(address.group(1))
                break
        else:
            raise Failure("the server has not started: " + "".join(messages))
        threading.Thread(target=self.process.stderr.read, daemon=True).start()
        for _ in range(600):
            if self.ask("GET", "/health")[0] == 200:
                return
            time.sleep(0.1)
        raise Failure("the server is not ready after a minute")

    def ask(self, method, path, body=None, headers=None):
        """Status, type and body of an answer; a body that is not bytes is sent as JSON."""
        content = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            given = {"Content-Type": "application/json"} if content is not None else {}
            connection.request(method, path, content, {**given, **(headers or {})})
            answer = connection.getresponse()
            return answer.status, answer.getheader("Content-Type"), answer.read().decode()
        finally:
            connection.close()

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.place, ignore_errors=True)
        return self.process.returncode


class Check:
    """A named comparison. `make(side, place, results)` fills a folder of results; one with the name "complaint" says what is
    wrong with a jar by itself."""

    def __init__(self, name, make, prepare=None, training=False, olds=None):
        self.name, self.make, self.prepare, self.training = name, make, prepare, training
        self.olds = olds or self  # the check whose results with the old jar these are

    def results(self, side, folder):
        place = side.place()
        try:
            if self.prepare:
                self.prepare(side, place)
            self.make(side, place, Results(folder, side, place))
        finally:
            shutil.rmtree(place)


def command(name, *arguments, parse=None, prepare=None, files=()):
    """A check of one command: exit code, standard output, and the files or folders that it wrote."""

    def make(side, place, results):
        results.put_process(side.program(place, *arguments), parse=parse)
        for file in files:
            written = place / file
            if written.is_dir():
                results.put_tree(f"files/{file}", written)
            elif written.suffix == ".html":
                results.put_page(file, written)
            elif written.suffix == ".json":
                results.put(f"files/{file}", stable_json(written.read_text()) if written.exists() else "missing")
            else:
                results.put(f"files/{file}", written.read_bytes() if written.exists() else "missing")

    return Check(name, make, prepare)


# ---- runs to begin with ----------------------------------------------------------------------------------------------

TRAIN = "train --config quick.yaml --no-ui --set training.maxMinutes=0".split()
# About half of the starter corpus: some 120 updates an epoch.
HALF = [*TRAIN, *"--set corpus.maxChars=250000 --set training.validateEverySteps=50 --set checkpoints.everySteps=50".split()]
HALF += "--set checkpoints.keep=5 --set name=run".split()


def settings(**pairs):
    """--set for each pair; __ stands for the dot in a key."""
    return [part for key, value in pairs.items() for part in ("--set", f"{key.replace('__', '.')}={value}")]


def trained(*arguments, run):
    """A fixture: the folder of a run that is trained so."""

    def make(side, folder):
        place = side.place()
        try:
            done = side.program(place, *arguments)
            if done.returncode and b"bfloat16" in done.stderr:
                raise Skipped("this processor has no bfloat16")
            if done.returncode:
                raise Failure(f"{' '.join(arguments)}: exit code {done.returncode}: {done.stderr.decode()[-500:]}")
            shutil.copytree(place / "checkpoints" / run, folder, dirs_exist_ok=True)
        finally:
            shutil.rmtree(place)

    return make


SMALL = settings(corpus__maxChars=150000, training__epochs=3, training__precision="float32", name="small")
FIXTURES = {
    "small": trained(*TRAIN, *SMALL, run="small"),
    **{
        f"half {precision}": trained(*HALF, *settings(training__epochs=1, training__precision=precision), run="run")
        for precision in ("float32", "bfloat16")
    },
}


def put_fixture(side, name, place, run):
    """Copies a run's folder, since a resumed run writes on in its history."""
    shutil.copytree(side.fixture(name), place / "checkpoints" / run)


def with_small(side, place):
    """The small network that the old jar has trained, for both jars."""
    put_fixture(side.old, "small", place, "small")


# ---- the checks ------------------------------------------------------------------------------------------------------

PRIME = ["--prime", "static int "]


def sample_checks():
    def sample(options, more=(), **others):
        shown = options if not more else f"{options} {' '.join(more)}".strip()
        given = ["--checkpoint", SHIPPED, *options.split(), *more]
        if "--prime" not in given and "--prime-file" not in given:
            given += PRIME
        if "--length" not in given and "function" not in given:
            given += ["--length", "250"]
        if "--seed" not in given:
            given += ["--seed", "7"]
        return command("sample " + re.sub(r"\s+", " ", shown.replace("\n", "\\n")), "sample", *given, **others)

    def prime_file(side, place):
        (place / "head.c").write_text("/* A ring. */\nstruct ring {\n\tunsigned int head;\n\tunsigned int tail;\n};\n\nstatic ")

    yield sample("--temperature 0")
    for temperature in ("0.3", "0.7", "0.8", "1", "1.5", "5"):
        yield sample(f"--temperature {temperature}")
    yield sample("--seed 123456789012345")
    yield sample("--seed -3 --length 400")
    for option in (
        "--top-k 1",
        "--top-k 5 --temperature 1.2",
        "--top-p 0.5",
        "--top-p 0.9 --temperature 1.2",
        "--min-p 0.05 --temperature 1.2",
        "--repetition-penalty 1.3",
        "--repetition-penalty 2 --repetition-window 200 --temperature 0",
        "--top-k 20 --top-p 0.95 --min-p 0.01 --repetition-penalty 1.1 --temperature 1.1",
        "--constrain c",
        "--constrain c --temperature 1.2 --length 300",
        "--constrain c --count 5 --temperature 1",
        "--constrain c --until line",
        "--until line --count 5",
        "--until function",
        "--until function --constrain c",
        "--until function --constrain c --count 12 --temperature 1 --json",
        "--count 1",
        "--count 3",
        "--count 40",
        "--count 70 --length 60 --json",
        "--count 5 --json --temperature 0.9",
        "--json",
        "--max-length 50 --num-samples 2",
        "--show-probabilities --length 60",
    ):
        yield sample(option)
    yield sample("--json", ["--stop", "\n}"])
    yield sample("--count 4 --length 400", ["--stop", ";\n"])
    yield sample("--length 120", ["--prime", ""])
    yield sample("--length 120", ["--prime", "größer €"])
    yield sample("--prime-file head.c", prepare=prime_file)
    yield sample("--prime-file head.c --constrain c --until function", prepare=prime_file)
    yield sample("--count 3 --length 80 --out samples", files=["samples"])
    small = "sample --checkpoint checkpoints/small --seed 1 --count 3"
    yield command("sample, the small network", *small.split(), prepare=with_small)
    yield command("sample, the newest run", *"sample --seed 1 --length 100".split(), prepare=with_small)
    yield command("sample, the network that ships", *"sample --seed 1 --length 100".split())


def measure_checks():
    def text(side, place):
        (place / "own.c").write_text(OWN)
        with_small(side, place)

    for option in ("", "--part validation", "--part train", "--dynamic"):
        yield command(
            f"evaluate --json {option}".strip(),
            *f"evaluate --checkpoint checkpoints/small --json {option}".split(),
            parse=stable_json,
            prepare=with_small,
            files=["checkpoints/small/test.json"] if not option else [],
        )
    for option in ("", "--dynamic --dynamic-rule sgd --dynamic-rate 0.05"):
        yield command(
            f"evaluate --corpus own.c --json {option}, the network that ships".replace(" ,", ","),
            *f"evaluate --checkpoint {SHIPPED} --corpus own.c --json {option}".split(),
            parse=stable_json,
            prepare=text,
        )
    tuned = "--dynamic --dynamic-rate 0.001"
    yield command(
        f"evaluate --json {tuned}",
        *f"evaluate --checkpoint checkpoints/small --json {tuned}".split(),
        parse=stable_json,
        prepare=with_small,
    )
    yield command(
        "evaluate, as text",
        *"evaluate --checkpoint checkpoints/small --corpus corpus/mm --dynamic".split(),
        parse=lambda output: re.sub(r"[0-9,.]+ chars/s|[0-9.]+ s\b|\d+:\d\d", "TIME", output),
        prepare=with_small,
    )
    score = "score --checkpoint checkpoints/small --samples 6 --length 500"
    for option in ("--json", "", "--constrain c --json", "--temperature 0.5 --top-k 10 --top-p 0.9 --seed 5 --json"):
        yield command(f"score --samples 6 {option}".strip(), *f"{score} {option}".split(), parse=stable_json, prepare=with_small)
    yield command("score --files --json", *"score --files corpus/mm --json".split(), parse=stable_json)
    cells = f"cells --checkpoint {SHIPPED} --text own.c"
    yield command("cells --json", *f"{cells} --json".split(), parse=stable_json, prepare=text)
    yield command("cells", *f"{cells} --length 1500".split(), prepare=text)
    yield command("cells --html", *f"{cells} --html cells.html --shown 500".split(), prepare=text, files=["cells.html"])
    for name, checkpoint in (("the small network", "checkpoints/small"), ("the network that ships", SHIPPED)):
        for option, file in (("", "out.zip"), ("--without-updater", "out.zip"), ("--format safetensors", "out.safetensors")):
            yield command(
                f"export {option}, {name}".replace(" ,", ","),
                *f"export --checkpoint {checkpoint} {option} --out {file}".split(),
                prepare=with_small,
                files=[file],
            )
        yield command(f"inspect, {name}", "inspect", checkpoint, prepare=with_small)
    yield command("runs", "runs", parse=lambda output: re.sub(r"\d{4}-\d\d-\d\d( [\d:]+)?", "TIME", output), prepare=with_small)
    yield command("runs --json", "runs", "--json", parse=stable_json, prepare=with_small)
    for option in ([], ["--json"]):
        yield command(" ".join(["corpus", *option]), "corpus", *option, parse=stable_json)
    options = "corpus/lib corpus/mm --config quick.yaml --set corpus.seed=3 --json"
    yield command(f"corpus {options}", "corpus", *options.split(), parse=stable_json)

    def report(side, place, results):
        results.put_process(side.program(place, *"report checkpoints/small".split()))
        results.put_report("report", place / "checkpoints/small/report.html")
        shutil.copytree(place / "checkpoints/small", place / "checkpoints/second")
        two = "report checkpoints/small checkpoints/second --out two.html"
        results.put_process(side.program(place, *two.split()), "two runs, ")
        results.put_report("two runs", place / "two.html")

    yield Check("report", report, with_small)
    # The order of options in the script follows that of the help, which may change.
    yield command("completion", "completion", parse=lambda output: "\n".join(sorted(set(re.split(r"[\s()']+", output)))))
    for name in "train sample serve evaluate cells score export inspect report runs corpus shell-completion".split():
        yield Check(f"{name} --help", help_of(name))

    def plain(side, place, results):
        source = ROOT / "bench" / "PlainDeeplearning4j.java"
        for checkpoint in ("checkpoints/small/last.zip", f"{SHIPPED}/best.zip"):
            done = side.java(place, "-cp", side.jar.name, str(source), checkpoint)
            if done.returncode:
                raise Failure(done.stderr.decode()[-1000:])
            lines = done.stdout.decode().splitlines(True)
            results.put(checkpoint, "".join(line for line in lines if not re.match(r"\d\d:\d\d:\d\d", line)))

    def own_small(side, place):
        put_fixture(side, "small", place, "small")

    yield Check("a checkpoint of its own in plain Deeplearning4j", plain, own_small)


def archive(side, place):
    with zipfile.ZipFile(place / "mm.zip", "w") as zipped:
        for file in sorted((place / "corpus" / "lib").glob("*.c")):
            zipped.writestr(zipfile.ZipInfo("lib/" + file.name), file.read_bytes())


def help_of(name):
    def make(side, place, results):
        done = side.program(place, name, "--help")
        results.put("exit code", f"{done.returncode}\n")
        text = done.stdout.decode()
        results.put("options", "".join(option + "\n" for option in sorted(set(re.findall(r"--[a-z-]+(?:=[A-Z]+)?", text)))))
        results.put("note help", text)

    return make


OWN = '''/*
 * A list of timers, kept in the order in which they expire.
 */
#include "base.h"

#define MAX_TIMERS	32

struct timer {
	struct timer *next;
	unsigned long expires;
	void (*callback)(void *data);
	void *data;
};

static struct timer *first;
static const char *names[] = { "none", "once", "again \\"quoted\\"" };

/* Adds a timer; returns 0, or -1 if it is in the list already. */
int timer_add(struct timer *timer, unsigned long expires)
{
	struct timer **place = &first;

	timer->expires = expires;
	while (*place && (*place)->expires <= expires) {
		if (*place == timer)
			return -1;
		place = &(*place)->next;
	}
	timer->next = *place;
	*place = timer;
	return 0;
}

void timer_run(unsigned long now)
{
	while (first && first->expires <= now) {
		struct timer *timer = first;

		first = timer->next;
		timer->callback(timer->data); /* may add it again */
	}
}

#ifdef DEBUG
void timer_print(void)
{
	int i = 0;

	for (struct timer *timer = first; timer != NULL && i < MAX_TIMERS; timer = timer->next, i++)
		printf("%d: %lu %s\\n", i, timer->expires, names[i % 3]);
}
#endif
''' + "".join(
    f"\nstatic unsigned int mask_{i}(unsigned int bits)\n{{\n\treturn (bits >> {i}) & 0x{2**i - 1:x};\n}}\n"
    for i in range(1, 13)
)


def training_checks():
    def train_check(name, make, prepare=None, olds=None):
        return Check(f"train {name}", make, prepare, training=True, olds=olds)

    for precision in ("float32", "bfloat16"):
        yield from resumed_checks(train_check, precision)

    small = [*TRAIN]
    small += settings(name="run", corpus__maxChars=60000, model__hidden=32, training__batchSize=16, training__sequenceLength=32)
    small += settings(training__epochs=2, training__precision="float32", sampling__everySteps=1000)
    variants = {
        "rmsprop, exponential": settings(
            training__optimizer="rmsprop", training__schedule="exponential", training__decayAfterEpochs=0, training__decay=0.5
        ),
        "sgd, step": settings(
            training__optimizer="sgd", training__learningRate=1, training__schedule="step", training__decayAfterEpochs=1,
            training__decay=0.3
        ),
        "plateau, patience": settings(
            training__schedule="plateau", training__plateauPatience=1, training__patience=3, training__validateEverySteps=10,
            training__learningRate=0.03
        ),
        "the stock engine": settings(model__engine="stock", training__epochs=1),
        "three layers of several sizes, weight decay, no clipping": settings(
            model__layers=3, model__hidden="[40, 24, 33]", training__weightDecay=0.01, training__gradientNorm=0,
            training__beta2=0.999, model__forgetBias=0.5
        ),
        "constant rate, one layer, no dropout, scored samples": settings(
            training__schedule="constant", model__layers=1, model__dropout=0, training__score__samples=3,
            training__score__length=200, sampling__temperature=0.5, sampling__topK=10, sampling__topP=0.9,
            sampling__prime="static", training__validateEverySteps=40
        ),
        "small vocabulary, other seeds and shares": settings(
            corpus__vocabulary__minCount=20, corpus__vocabulary__maxSize=60, corpus__seed=5, training__seed=9,
            corpus__validationShare=0.1, corpus__testShare=0
        ),
        "a divergence and its rollbacks": settings(
            training__optimizer="sgd", training__learningRate=100, training__gradientNorm=0, training__warmupSteps=60,
            training__rollbacks=2, checkpoints__everySteps=20, training__validateEverySteps=20
        ),
        "a batch of one": settings(
            training__batchSize=1, training__sequenceLength=200, corpus__maxChars=30000, training__epochs=1
        ),
        "odd sizes in bfloat16": settings(
            model__hidden=37, training__batchSize=7, training__sequenceLength=13, training__precision="bfloat16",
            training__epochs=1
        ),
    }
    for name, changed in variants.items():
        yield train_check(name, trained_by(*small, *changed))
    yield train_check("--resume where no run is", trained_by(*small, "--resume"))
    tuned = settings(name="run", corpus__maxChars=20000, training__epochs=1, training__batchSize=8)
    yield train_check("--init-from the network that ships", trained_by(*TRAIN, *tuned, "--init-from", SHIPPED))

    def range_test(side, place, results):
        results.put_process(side.program(place, *small, "--find-learning-rate"))

    yield train_check("--find-learning-rate", range_test)


def trained_by(*arguments):
    def make(side, place, results):
        done = side.program(place, *arguments)
        results.put("exit code", f"{done.returncode}\n")
        results.put_output("stdout", done.stdout)
        if (place / "checkpoints/run/history.jsonl").exists():
            results.put_run("run", place / "checkpoints/run")
        else:
            results.put_output("note stderr", done.stderr)

    return make


def resumed_checks(train_check, precision):
    """A run of one epoch, and two ways to resume it: for a second epoch, and from a checkpoint within the first. The new jar
    also resumes the old one's run."""

    def arguments(epochs, *more):
        return [*HALF, *settings(training__epochs=epochs, training__precision=precision), *more]

    def half(side, place, results):
        results.put_run("run", side.fixture(f"half {precision}"))

    def resume(epochs):
        def make(side, place, results):
            done = side.program(place, *arguments(epochs, "--resume"))
            results.put("exit code", f"{done.returncode}\n")
            if done.returncode:
                results.put_output("note stderr", done.stderr)
            results.put_run("run", place / "checkpoints/run")

        return make

    def own(side, place):
        put_fixture(side, f"half {precision}", place, "run")

    def olds(side, place):
        put_fixture(side.old, f"half {precision}", place, "run")

    def within(prepare):
        """As after a power cut: the checkpoint of step 50 is the last one, the history goes on beyond it."""

        def change(side, place):
            prepare(side, place)
            run = place / "checkpoints/run"
            (last,) = run.glob("step-00000050*.zip")
            (run / "last.zip").unlink()
            shutil.copy(last, run / "last.zip")

        return change

    yield train_check(f"{precision}, one epoch", half)
    for name, epochs, change in (("for a second epoch", 2, lambda prepare: prepare), ("within an epoch", 1, within)):
        resumed = train_check(f"{precision}, --resume {name}", resume(epochs), change(own))
        yield resumed
        yield train_check(f"{precision}, --resume of the old jar's run {name}", resume(epochs), change(olds), resumed)


def serve_checks():
    def completions(bodies):
        """Texts that are asked for one after the other, and the same ones from 16 clients at once, twice, in another order."""

        def make(side, place, results):
            server = side.served()
            alone = [completion(server, body) for body in bodies]
            results.put("texts", "".join(alone))
            order = [i for i in range(len(bodies)) for _ in range(2)]
            random.Random(1).shuffle(order)
            with concurrent.futures.ThreadPoolExecutor(16) as clients:
                loaded = list(clients.map(lambda i: completion(server, bodies[i]), order))
            wrong = [(alone[i], loaded[k]) for k, i in enumerate(order) if loaded[k] != alone[i]]
            if wrong:
                what = first_difference(*(text.encode() for text in wrong[0]))
                request = wrong[0][0].splitlines()[0]
                results.put("complaint", f"{len(wrong)} of {len(order)} texts differ under load, such as {request}: {what}")

        return make

    variants = {
        "defaults": {},
        "temperature 0": {"temperature": 0},
        "temperature 1.5": {"temperature": 1.5},
        "top_p": {"top_p": 0.8, "temperature": 1.1},
        "top_k, min_p": {"top_k": 8, "min_p": 0.02, "temperature": 1.3},
        "repetition_penalty": {"repetition_penalty": 1.4, "repetition_window": 64},
        "stop": {"stop": [";\n", "}\n"], "max_tokens": 200},
        "constrain": {"constrain": "c", "temperature": 1},
        "until function, constrain": {"until": "function", "constrain": "c", "max_tokens": 300},
        "until line": {"until": "line"},
        "logprobs": {"logprobs": 5},
        "echo, logprobs": {"echo": True, "logprobs": 3, "max_tokens": 20},
        "a text scored": {"echo": True, "logprobs": 1, "max_tokens": 0, "prompt": "int main(void)\n{\n\treturn 0;\n}\n"},
        "n, several prompts": {"n": 3, "prompt": ["static ", "", "/* größer"], "max_tokens": 40},
        "stream": {"stream": True, "stream_options": {"include_usage": True}},
        "stream, logprobs, n": {"stream": True, "logprobs": 2, "n": 2, "max_tokens": 50},
        "stream, constrain, until function": {"stream": True, "constrain": "c", "until": "function", "max_tokens": 300},
    }
    names = list(variants)
    for name in names:
        body = {"prompt": "static int ", "max_tokens": 80, **variants[name]}
        yield Check(f"serve: completions, {name}", completions([{**body, "seed": seed} for seed in (1, 2, -5)]))
    bodies = [{"prompt": "static int ", "max_tokens": 120, **variants[names[i % len(names)]], "seed": i} for i in range(50)]
    yield Check("serve: completions of 50 seeds alone and under load", completions(bodies))

    def answers(*requests):
        def make(side, place, results):
            for number, (method, path, body, *headers) in enumerate(requests):
                status, kind, text = side.served().ask(method, path, body, *headers)
                results.put(f"{number} {method} {path.replace('/', '_')}", f"{status} {kind}\n{stable_json(text)}")

        return make

    yield Check("serve: /health and /v1/models", answers(("GET", "/health", None), ("GET", "/v1/models", None)))
    broken = "int a(void) { return 1; }\nint b(void) { return ); }\n"
    yield Check("serve: /v1/score", answers(*[("POST", "/v1/score", {"text": text}) for text in (OWN, broken, "größer €")]))
    yield Check("serve: /v1/cells", answers(*[("POST", "/v1/cells", {"text": text}) for text in (OWN[:1500], broken)]))

    def page(side, place, results):
        """The page and its files are there; what is in them may change."""
        server = side.served()
        status, kind, text = server.ask("GET", "/")
        results.put("status", f"{status} {kind}\n")
        results.put("note page", text)
        for file in sorted(set(re.findall(r'(?:src|href)="([\w./-]+\.\w+)"', text))):
            status, kind, content = server.ask("GET", "/" + file)
            results.put(f"{file} status", f"{status} {kind}\n")
            results.put(f"note {file}", content)

    yield Check("serve: the playground", page)

    def openapi(side, place, results):
        status, kind, text = side.served().ask("GET", "/openapi.json")
        document = json.loads(text, parse_int=float)  # 1 and 1.0 are the same number
        results.put("status", f"{status} {kind}\n")
        routes = sorted(f"{method} {path}\n" for path, methods in document["paths"].items() for method in methods)
        results.put("routes", "".join(routes))
        # The order of the schemas changes from start to start.
        results.put("fields", "".join(line + "\n" for line in sorted(described(document))))
        results.put("note openapi.json", json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False))

    yield Check("serve: /openapi.json", openapi)

    def refusals(side, place, results):
        """The status, code and field of each refusal; its words may change."""
        sound = {"prompt": "int ", "max_tokens": 2, "seed": 1}
        route = "/v1/completions"
        for name, method, path, body, headers in [
            *[(f"{key} {value!r}"[:40], "POST", route, {**sound, key: value}, {}) for key, value in WRONG_FIELDS],
            ("no prompt", "POST", route, {"seed": 1}, {}),
            ("no JSON", "POST", route, b"{", {}),
            ("a key twice", "POST", route, b'{"prompt": "a", "prompt": "b"}', {}),
            ("another type", "POST", route, b"prompt=a", {"Content-Type": "text/plain"}),
            ("an encoding", "POST", route, b"{}", {"Content-Encoding": "gzip"}),
            ("another host", "GET", "/v1/models", None, {"Host": "example.org"}),
            ("another origin", "POST", route, sound, {"Origin": "http://example.org"}),
            ("GET", "GET", route, None, {}),
            ("DELETE", "DELETE", "/v1/models", None, {}),
            ("no such path", "GET", "/v1/nothing", None, {}),
            ("a path outside", "GET", "/../etc/passwd", None, {}),
            ("an empty text to score", "POST", "/v1/score", {"text": ""}, {}),
            ("a text of one character", "POST", "/v1/cells", {"text": "a"}, {}),
            ("cells of no such model", "POST", "/v1/cells", {"text": "int a;", "model": "none"}, {}),
        ]:
            status, kind, text = side.served().ask(method, path, body, headers)
            if kind and kind.startswith("application/json"):
                error = json.loads(text).get("error", {})
                results.put(f"note {name}", str(error.pop("message", "")) + "\n")
                text = json.dumps(error)
            results.put(name.replace("/", "_"), f"{status} {kind} {text}\n")

    yield Check("serve: requests that are refused", refusals)


WRONG_FIELDS = [
    ("prompt", 5), ("prompt", []), ("prompt", "a" * 10001), ("max_tokens", -1), ("max_tokens", 1.5), ("max_tokens", 70000),
    ("temperature", 3), ("temperature", "hot"), ("top_p", 0), ("top_k", -1), ("min_p", 2), ("repetition_penalty", 0.5),
    ("repetition_window", 0), ("seed", "x"), ("seed", 2**63), ("stop", ["a"] * 5), ("stop", ""), ("n", 0), ("n", 129),
    ("logprobs", 21), ("echo", 1), ("stream", "yes"), ("stream_options", {"include_usage": True}), ("constrain", "java"),
    ("until", "file"),
    ("model", "none"), ("presence_penalty", 0.5), ("suffix", None), ("prompt", {"a": {}}), ("stop", None),
]


def described(value, at=""):
    """The keys of a schema with its types and limits, without titles, descriptions and examples."""
    if isinstance(value, dict):
        for key, each in value.items():
            if key not in ("description", "title", "summary", "example", "examples", "info", "servers"):
                yield from described(each, f"{at}/{key}")
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from described(each, f"{at}/{number}")
    else:
        yield f"{at} {value!r}"


def completion(server, body):
    """What a completion says, an item a line: a stream is put together, and ids and dates are left out."""
    status, kind, text = server.ask("POST", "/v1/completions", body)
    if kind.startswith("text/event-stream"):
        events = [line[len("data: ") :] for line in text.split("\n") if line.startswith("data: ")]
        answer = joined([json.loads(event) for event in events if event != "[DONE]"])
        answer["events end with"] = events[-1] if events else ""
    else:
        answer = json.loads(text)
    return f"{json.dumps(body)}\n{status}\n" + json.dumps(without_volatile(answer), indent=1, ensure_ascii=False) + "\n"


def joined(events):
    """The events of a stream as one answer; how many characters an event has depends on the speed."""
    answer = {"choices": {}}
    for event in events:
        for choice in event.pop("choices", []):
            whole = answer["choices"].setdefault(choice["index"], {"text": "", "logprobs": {}, "finish_reason": None})
            whole["text"] += choice["text"]
            whole["finish_reason"] = choice["finish_reason"] or whole["finish_reason"]
            for key, values in (choice.get("logprobs") or {}).items():
                whole["logprobs"].setdefault(key, []).extend(values)
        answer.update({key: value for key, value in event.items() if value is not None})
    answer["choices"] = dict(sorted(answer["choices"].items()))
    return answer


def mistake_checks():
    """Mistakes on the command line: the exit codes must be equal, and the messages may change."""

    def mistake(name, *arguments, prepare=None):
        def make(side, place, results):
            done = side.program(place, *arguments)
            results.put("exit code", f"{done.returncode}\n")
            results.put_output("note stdout", done.stdout)
            results.put_output("note stderr", done.stderr)
            written = [str(file.relative_to(place)) for file in sorted(place.glob("*/**/*")) if file.is_file()]
            results.put("files", "".join(file + "\n" for file in written))

        return Check(f"mistake: {name}", make, prepare)

    def file(name, content):
        def prepare(side, place):
            path = place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

        return prepare

    def damaged(change):
        def prepare(side, place):
            path = place / "damaged.zip"
            path.write_bytes(change((place / SHIPPED / "best.zip").read_bytes()))

        return prepare

    def sample(options):
        return mistake(f"sample {options}", "sample", *options.split())

    yield mistake("no command")
    yield mistake("no such command", "smaple")
    yield mistake("no such option", *"sample --temprature 1".split())
    yield mistake("an option without its value", *"sample --seed".split())
    yield sample("--temperature -1")
    yield sample("--temperature warm")
    yield sample("--top-p 2 --min-p -1 --top-k -5")
    yield sample("--repetition-penalty 0.5 --repetition-window 5000")
    yield sample("--length -5 --count 0 --until file --constrain java")
    yield sample("--constrain c --stop x")
    yield sample("--seed 1 --seed 2")
    yield sample("--prime a --prime-file missing.c")
    yield sample("--prime-file missing.c")
    yield sample("--prime } --constrain c")
    yield sample("--checkpoint missing.zip")
    yield sample("--checkpoint config/quick.yaml")
    yield sample("--checkpoint config")
    yield sample("--out corpus")
    cut = damaged(lambda content: content[: len(content) // 2])
    flipped = damaged(lambda content: content[:500000] + bytes([content[500000] ^ 1]) + content[500001:])
    for name, prepare in (("a checkpoint cut in half", cut), ("a checkpoint with one bit changed", flipped)):
        yield mistake(f"sample from {name}", *"sample --checkpoint damaged.zip --seed 1".split(), prepare=prepare)
        yield mistake(f"inspect {name}", *"inspect damaged.zip".split(), prepare=prepare)
    yield mistake("a zip that is no checkpoint", *"inspect mm.zip".split(), prepare=archive)

    def train(name, *arguments, prepare=None):
        return mistake(f"train {name}", *"train --no-ui --config".split(), *arguments, prepare=prepare)

    many = "trainng:\n  epochs: 3\nmodel:\n  layers: two\n  hidden: [1, 2, 3]\n  dropout: 2\ntraining:\n  batchSiez: 3\n"
    yield train("without such a file", "missing.yaml")
    yield train("with an unknown key", "own.yaml", prepare=file("own.yaml", "model:\n  hiden: 5\n"))
    yield train("with several mistakes", "own.yaml", "--set", "training.epochs=many", prepare=file("own.yaml", many))
    yield train("with YAML that is none", "own.yaml", prepare=file("own.yaml", "model: [1, 2\nx"))
    yield train("--set without such a key", "quick.yaml", "--set", "training.epoch=3")
    yield train("--set without a value", "quick.yaml", "--set", "training.epochs")
    yield train("without an end", "quick.yaml", *settings(training__maxMinutes=0))
    yield train("with too large a batch", "quick.yaml", *settings(training__batchSize=4096, training__sequenceLength=4096))
    yield train("with a name that is a path", "quick.yaml", *settings(name="../x"))
    yield train("without such a corpus", "quick.yaml", *settings(corpus__path="missing"))
    yield train("on an empty corpus", "quick.yaml", *settings(corpus__path="config"))
    once = settings(training__maxMinutes=0, training__epochs=1, corpus__path="own.c")
    yield train("on a short corpus", "quick.yaml", *once, prepare=file("own.c", OWN))
    no_text = file("own.c", b"int a;\n\xff\xfe\n" * 3000)
    yield train("on bytes, strictly", "quick.yaml", *once, *settings(corpus__strict="true"), prepare=no_text)
    yield train("--init-from a file that is missing", "quick.yaml", "--init-from", "missing.zip")
    yield train("without a configuration", "--resume")
    resumed = ["checkpoints/small/config.yaml", "--resume"]
    yield train("--resume of a run that is over", *resumed, prepare=with_small)
    changed = settings(training__batchSize=7, training__seed=4)
    yield train("--resume with another batch and seed", *resumed, *changed, prepare=with_small)
    yield train("of a run that is there", "checkpoints/small/config.yaml", prepare=with_small)

    for name in (
        "evaluate --corpus missing",
        "evaluate --dynamic --dynamic-rule adam",
        "evaluate --part middle",
        f"evaluate --checkpoint {SHIPPED}",
        "score --samples 0 --length 0",
        "score --files missing",
        "cells --text missing.c",
        "cells --text config/quick.yaml --length 1",
        "cells",
        "export",
        "export --out config/quick.yaml",
        "export --out a.zip --format onnx",
        "inspect missing",
        "report missing",
        "runs missing",
        "corpus missing",
        "serve --port 99999 --max-streams 0",
        "serve --checkpoint missing.zip",
        "serve --host no.such.name.invalid --port 0",
    ):
        yield mistake(name, *name.split())


def all_checks():
    yield from sample_checks()
    yield from measure_checks()
    yield from serve_checks()
    yield from mistake_checks()
    yield from training_checks()


# ---- the program -----------------------------------------------------------------------------------------------------


def fingerprint(jar, shared):
    """What the results of a jar depend on: its bytes, these checks, the inputs, the processor, the JDK and the threads."""
    digest = hashlib.sha256()
    sources = [jar, pathlib.Path(__file__), ROOT / "bench" / "PlainDeeplearning4j.java", *sorted(shared.rglob("*"))]
    for file in sources:
        if file.is_file():
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    cpu = pathlib.Path("/proc/cpuinfo")
    facts = re.findall(r"(?:model name|flags)\s*:.*", cpu.read_text())[:2] if cpu.exists() else [platform.processor()]
    facts += [str(os.cpu_count()), os.environ.get("JAVA_HOME", shutil.which("java") or ""), os.environ.get("OMP_NUM_THREADS", "")]
    digest.update("\n".join(facts).encode())
    return digest.hexdigest()[:16]


def inputs(folder):
    """Copies what the program reads: the starter corpus, the presets and the network that ships."""
    shutil.copytree(ROOT / "config", folder / "config")
    corpus = ROOT / "corpus"
    shutil.copytree(corpus, folder / "corpus", ignore=lambda at, names: ["linux"] if pathlib.Path(at) == corpus else [])
    shutil.copytree(ROOT / SHIPPED, folder / SHIPPED)
    return folder


def compare(check, old, new):
    """Whether a check's results are the same; prints a line on it, and one for each note."""
    try:
        folders = [side.results(check) for side in (old, new)]
        found = list(differences(*folders))
    except Skipped as skipped:
        print(f"skipped  {check.name}: {skipped}", flush=True)
        return True
    except (Failure, OSError, ValueError, LookupError, http.client.HTTPException, zipfile.BadZipFile) as failure:
        print(f"FAILED   {check.name}: {type(failure).__name__}: {failure}", flush=True)
        return False
    serious = [difference for difference in found if not is_note(difference[0])]
    complaints = [(f"the {side.label} jar", folder / "complaint") for side, folder in zip((old, new), folders)]
    serious = [(name, file.read_text()) for name, file in complaints if file.exists()] + serious
    if serious:
        name, what = serious[0]
        more = f" (and {len(serious) - 1} more)" if len(serious) > 1 else ""
        print(f"DIFFERS  {check.name}: {name}, {what}{more}", flush=True)
    else:
        print(f"same     {check.name}", flush=True)
    for name, what in found:
        if is_note(name):
            print(f"           message differs: {name.split('/')[-1].removeprefix('note ')}, {what}", flush=True)
    return not serious


def is_note(name):
    return any(part.startswith("note ") for part in name.split("/"))


def main():
    parser = argparse.ArgumentParser(prog="bench/same.sh", description="Checks that two jars of charrnn do the same.")
    parser.add_argument("old", type=pathlib.Path, metavar="OLD.jar")
    parser.add_argument("new", type=pathlib.Path, metavar="NEW.jar")
    parser.add_argument("--only", metavar="PATTERN", default="", help="the checks whose names match this regular expression")
    parser.add_argument("--quick", action="store_true", help="without training")
    parser.add_argument("--cache", type=pathlib.Path, metavar="DIR", help="where the old jar's results are kept and found again")
    parser.add_argument("--list", action="store_true", help="print the names of the checks and run nothing")
    given = parser.parse_args()
    for jar in (given.old, given.new):
        if not jar.is_file():
            parser.error(f"{jar} is not a file")
    try:
        checks = [check for check in all_checks() if re.search(given.only, check.name) and not (given.quick and check.training)]
    except re.error as error:
        parser.error(f"--only {given.only}: {error}")
    if not checks:
        parser.error(f"--only {given.only}: no check has such a name")
    if given.list:
        print("\n".join(check.name for check in checks))
        return 0
    return run(given, checks)


def run(given, checks):
    began = time.monotonic()
    work = pathlib.Path(tempfile.mkdtemp(prefix="same-")).resolve()
    shared = inputs(work / "shared")
    store = given.cache.resolve() / fingerprint(given.old, shared) if given.cache else work / "old"
    old = Side("old", given.old.resolve(), store, shared)
    new = Side("new", given.new.resolve(), work / "new", shared, old)
    equal = 0
    try:
        for check in checks:
            equal += compare(check, old, new)
    finally:
        old.close()
        new.close()
        for place in work.glob("place-*"):
            shutil.rmtree(place, ignore_errors=True)
        if equal == len(checks):
            shutil.rmtree(work)
    minutes, seconds = divmod(round(time.monotonic() - began), 60)
    kept = "" if equal == len(checks) else f"; results are in {old.store} and {new.store}"
    print(f"{len(checks)} checks, {equal} the same, {len(checks) - equal} not, {minutes}:{seconds:02} minutes{kept}")
    return 0 if equal == len(checks) else 1


if __name__ == "__main__":
    sys.exit(main())
