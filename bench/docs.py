#!/usr/bin/env python3
"""Runs the shell commands of the documents, for bench/docs.sh.

A shell command is a fenced block with the language sh. An HTML comment before it, the marker, says how it is run:

  <!-- try -->                 in bash with set -e, in the copy of the repository that the page's blocks share
  <!-- try: OPTION… -->        with any of
      set="--set KEY=VALUE"    appended to each command that trains
      add="--samples 4"        appended to each command of charrnn
      exit=2                   the expected exit code of the block
      background               a server: it is started, waited for until it answers, and stopped at the end of the page, or
                               before the next server on its port
      slow                     run with --all only
      not="needs Docker"       never run, for this reason
  <!-- setup                   hidden commands, up to the end of the comment, that run before what follows
  <!-- output -->              the text block that follows is the output of the block before: standard output and error. Any
                               number matches any number and "…" matches any text; lines may be missing where a line "…" is.
                               Lines of progress, "… 0:12 left", are left out
  <!-- output: OPTION… -->     with any of
      loose                    only the first line is compared
      figures                  numbers must agree within 2 %, so that a page does not keep figures of an earlier program; for
                               output that depends on neither the machine nor what set="…" and add="…" append
"""

import argparse
import dataclasses
import http.client
import os
import pathlib
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHELLS = {"sh", "bash", "shell", "console", "zsh"}
OPTIONS = {"set", "add", "exit", "background", "slow", "not"}
OUTPUT_OPTIONS = {"loose", "figures"}
GAP = "…"
NUMBER = r"[-+−]?\d+(?:[.,:]\d+)*(?:[eE][-+]?\d+)?"
TOKEN = re.compile(rf"({NUMBER}|{GAP}|\s+)")  # what may differ between a page and the output
ITEM = re.compile(  # a fenced block, a marker, or a command in an indented block
    r"^(?P<indent>[ \t]*)(?P<fence>`{3,}|~{3,})[ \t]*(?P<language>[\w+-]*).*\n(?P<inside>(?:.*\n)*?)[ \t]*(?P=fence)[`~]*[ \t]*$"
    r"|^[ \t]*<!--\s*(?P<kind>try|setup|output)\b:?(?P<text>(?s:.*?))-->"
    r"|^ {4,}(?:java -jar|mvn|curl|bench/|corpus/|docker|spark-submit)\b",
    re.MULTILINE,
)
PROGRESS = re.compile(r".*  (?:\?|\d+(?::\d\d)+) left")  # what charrnn writes about work that takes seconds
LIMIT, LIMIT_ALL = 120, 900  # seconds for one block
AGREEMENT = 0.02  # relative difference up to which figures agree; processors differ in the last bits of a network
LONGEST = 40  # lines of output that --update writes


class Failure(Exception):
    """A block that does not do what the page says."""


# ---- reading pages ---------------------------------------------------------------------------------------------------


@dataclasses.dataclass
class Output:
    """The text block with a command's output: its lines are page[start:end], without the fences."""

    start: int
    end: int
    indent: str
    lines: list
    options: set


@dataclasses.dataclass
class Block:
    """Commands of a page; line is that of the fence, or of the comment of a setup."""

    line: int
    text: str
    options: dict
    setup: bool = False
    output: Output = None


def read_options(text):
    options = {}
    for token in shlex.split(text):
        key, equals, value = token.partition("=")
        if key not in OPTIONS:
            raise ValueError(f"unknown option {key!r}; there are {', '.join(sorted(OPTIONS))}")
        if (key in {"background", "slow"}) == bool(equals):
            raise ValueError(f"{key!r} {'takes no' if equals else 'needs a'} value")
        options[key] = value
    if "exit" in options:
        options["exit"] = int(options["exit"])
    return options


def parse(text):
    """Reads the blocks of a page in order, and the mistakes in its markers as pairs of line and message."""
    blocks, problems = [], []
    marker = None  # the comment that the next fence belongs to
    for item in ITEM.finditer(text):
        line = text.count("\n", 0, item.start()) + 1
        try:
            if item["fence"]:
                before, marker = marker, None
                add_fenced(blocks, before, item, line)
            elif item["kind"] == "setup":
                blocks.append(Block(line, item["text"].strip(), {}, setup=True))
            elif item["kind"]:
                if not re.match(r"\s*(```|~~~)", text[item.end() :]):
                    raise ValueError(f"no fenced block follows this marker ({item['kind']})")
                marker = item
            else:
                raise ValueError("a command in an indented block: write a fenced block with the language sh")
        except ValueError as problem:
            problems.append((line, str(problem)))
    return blocks, problems


def add_fenced(blocks, marker, fence, line):
    """Adds a fenced block with its marker, or raises ValueError with what is wrong about them."""
    language = fence["language"].lower()
    kind = marker["kind"] if marker else None
    inside = [each.removeprefix(fence["indent"]) for each in fence["inside"].splitlines()]
    if kind == "try":
        if language != "sh":
            raise ValueError(f"a tried block has the language sh, not {language!r}")
        blocks.append(Block(line, "\n".join(inside) + "\n", read_options(marker["text"])))
    elif kind == "output":
        before = blocks[-1] if blocks else None
        if before is None or before.setup or before.output:
            raise ValueError("an output block follows a tried block")
        options = set(marker["text"].split())
        before.output = Output(*fence.span("inside"), fence["indent"], inside, options)
        if options - OUTPUT_OPTIONS:
            raise ValueError(f"unknown option of an output: {', '.join(sorted(options - OUTPUT_OPTIONS))}")
    elif language in SHELLS:
        raise ValueError(f"a block of {language} has no marker: write <!-- try --> before it")
    elif not language:
        raise ValueError("a fenced block has no language: sh, text, c, yaml, json …")


# ---- comparing output ------------------------------------------------------------------------------------------------


def trimmed(lines):
    """The lines without trailing spaces, and without empty lines at the beginning and the end."""
    text = "\n".join(line.rstrip() for line in lines).strip("\n")
    return text.split("\n") if text else []


def terminal_lines(output):
    """The lines as a terminal shows them, where text after a carriage return replaces the text before it; no progress."""
    lines = [line.rstrip("\r").rpartition("\r")[2] for line in output.split("\n")]
    return trimmed([line for line in lines if not PROGRESS.fullmatch(line)])


def pattern(line):
    """A regular expression for a shown line, with a group for each of its tokens."""
    if line == GAP:
        return r"((?:.*\n)*?)"
    expression = "" if line[:1].isspace() else r"[^\S\n]*"
    for piece in TOKEN.split(line):
        if re.fullmatch(NUMBER, piece):
            expression += f"({NUMBER})"
        elif piece == GAP:
            expression += "(.*)"
        else:
            expression += r"([^\S\n]+)" if piece.isspace() else re.escape(piece)
    return expression + r"\n"


def found(shown, real, match=re.fullmatch):
    """The match of all shown lines with the real ones, or None; its groups are the real tokens."""
    return match("".join(map(pattern, shown)), "".join(line + "\n" for line in real))


def difference(output, real):
    """What differs from the output that a page shows, or None."""
    shown = trimmed(output.lines)
    if "loose" in output.options:
        shown, real = shown[:1], real[:1]
    match = found(shown, real)
    if match:
        return stale(shown, match) if "figures" in output.options else None
    missing = next(n for n in range(len(shown), -1, -1) if found(shown[:n], real, re.match))
    if missing == len(shown):
        return f"the output differs; the page does not show all of it (the line {GAP} stands for any lines)"
    return f"the output differs; the page's line is not in it, or not at its place: {shown[missing].strip()!r}"


def stale(shown, match):
    """The first shown figure that differs from the real one, or None."""
    real = iter(match.groups())
    for line in shown:
        for old, new in zip(TOKEN.findall(line), real):
            if re.fullmatch(NUMBER, old) and not agree(old, new):
                return f"the figure is {new}, the page says {old}: {line.strip()!r}"
    return None


def agree(old, new):
    try:
        old, new = (float(text.replace(",", "").replace("−", "-")) for text in (old, new))
    except ValueError:  # a time or a version
        return old == new
    return abs(old - new) <= AGREEMENT * max(abs(old), abs(new))


def updated(output, real):
    """The lines for an output block, and whether they differ from the page's in numbers alone."""
    shown = trimmed(output.lines)
    if "loose" in output.options:
        kept = len(shown) - 1 if shown[-1:] == [GAP] else LONGEST
        return (real if len(real) <= kept else [*real[:kept], GAP]), True
    match = found(shown, real)
    if match:
        tokens = iter(match.groups())

        def fresh(token):
            text = next(tokens)
            return GAP if token[0] == GAP else text

        return [TOKEN.sub(fresh, line) for line in shown], True
    return (real if len(real) <= LONGEST else [*real[: LONGEST // 2], GAP, *real[-5:]]), False


# ---- running ---------------------------------------------------------------------------------------------------------

# Stands for java in a block: appends DOCS_SET to a training and DOCS_ADD to each command of charrnn.
JAVA = r"""#!/usr/bin/env bash
arguments=("$@")
for ((i = 0; i < $#; i++)); do
  if [[ ${arguments[i]} == -jar && $(basename -- "${arguments[i + 1]:-}") == charrnn*.jar ]]; then
    command=${arguments[i + 2]:-}
    if [[ $command == train || ($command == --* && " $* " == *" --config"[\ =]*) ]]; then
      eval "set -- \"\$@\" $DOCS_SET"
    fi
    eval "set -- \"\$@\" $DOCS_ADD"
    break
  fi
done
exec "$DOCS_JAVA" "$@"
"""


def stop(process):
    """Ends a process and all that it started, which is its process group."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        end = time.monotonic() + 10
        try:
            os.killpg(process.pid, number)
            while time.monotonic() < end:
                process.poll()
                os.killpg(process.pid, 0)
                time.sleep(0.02)
        except ProcessLookupError:
            process.wait()
            return


def answers(port, path="/"):
    """Whether an HTTP server answers on this port, and is not just starting, which is status 503."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status != 503
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def server_port(text):
    given = re.search(r"(?:--port[ =]|\bui\.port=)(\d+)", text)
    return int(given[1]) if given else 8080 if re.search(r"\bserve\b", text) else 9000


class Reader:
    """A reader who stands in a fresh clone after the build, and types a page's commands."""

    def __init__(self, root, limit):
        self.limit = limit
        self.servers = {}
        self.place = pathlib.Path(tempfile.mkdtemp(prefix="charrnn-docs-"))
        self.clone = self.place / "charrnn"
        self.copy(root)
        programs = self.place / "bin"
        programs.mkdir()
        (programs / "java").write_text(JAVA)
        (programs / "java").chmod(0o755)
        home = self.place / "home"
        home.mkdir()
        (home / ".curlrc").write_text("silent\nshow-error\n")  # as curl writes to a terminal
        self.environment = dict(
            os.environ,
            PATH=f"{programs}{os.pathsep}{os.environ['PATH']}",
            HOME=str(home),
            DOCS_JAVA=shutil.which("java") or "java",
            LC_ALL="C.UTF-8",
            TERM="dumb",
        )

    def copy(self, root):
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, check=True, capture_output=True).stdout
        for name in filter(None, listed.decode().split("\0")):
            if (root / name).is_file():
                (self.clone / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(root / name, self.clone / name)
        # No links: a build in the copy would write into the repository's jars.
        for jar in root.glob("charrnn*.jar"):
            shutil.copyfile(jar, self.clone / jar.name)

    def close(self):
        for process in self.servers.values():
            stop(process)
        shutil.rmtree(self.place, ignore_errors=True)

    def start(self, block, log):
        return subprocess.Popen(
            ["bash", "-ec", block.text],
            cwd=self.clone,
            env=self.environment | {"DOCS_SET": block.options.get("set", ""), "DOCS_ADD": block.options.get("add", "")},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def run(self, block):
        """The output of a block, as lines."""
        with tempfile.TemporaryFile() as log:
            if "background" in block.options:
                self.serve(block, log)
                return written(log)
            process = self.start(block, log)
            try:
                code = process.wait(self.limit)
            except subprocess.TimeoutExpired:
                code = None
            finally:
                stop(process)
            real = written(log)
            wanted = block.options.get("exit", 0)
            if code != wanted:
                what = f"took more than {self.limit:g} s" if code is None else f"exit code {code} instead of {wanted}"
                raise Failure("\n".join([what, *real[-30:]]))
            return real

    def serve(self, block, log):
        port = server_port(block.text)
        if port in self.servers:
            stop(self.servers.pop(port))
        if answers(port):
            raise Failure(f"port {port} is taken by another program; stop that program first")
        self.servers[port] = process = self.start(block, log)
        end = time.monotonic() + min(self.limit, 120)
        while not answers(port, "/health"):
            if process.poll() is not None or time.monotonic() > end:
                what = "the server has ended" if process.poll() is not None else f"nothing answers on port {port}"
                raise Failure("\n".join([what, *written(log)[-30:]]))
            time.sleep(0.2)
        end = time.monotonic() + 10  # for what the page shows, if it is written a moment later
        while block.output and difference(block.output, written(log)) and time.monotonic() < end:
            time.sleep(0.2)


def written(log):
    # A descriptor of its own position would be a second file: the process goes on writing at the end.
    return terminal_lines(os.pread(log.fileno(), os.fstat(log.fileno()).st_size, 0).decode(errors="replace"))


# ---- the report ------------------------------------------------------------------------------------------------------


class Report:
    """Prints a line for each block, and counts."""

    def __init__(self):
        self.page = None
        self.passed = self.failed = self.skipped = 0

    def line(self, line, what, seconds=None):
        time_taken = "" if seconds is None else f"{seconds:.1f} s"
        print(f"{f'{self.page}:{line}':42} {time_taken:>8}  {what}", flush=True)

    def failure(self, line, message, seconds=None):
        self.failed += 1
        self.line(line, "FAILED: " + str(message).replace("\n", "\n    | "), seconds)


def try_page(blocks, reader, report, arguments):
    """Runs the blocks of a page, and returns the fresh lines of its output blocks."""
    fresh = []
    for block in blocks:
        reason = block.options.get("not")
        if reason is None and "slow" in block.options and not arguments.all:
            reason = "slow"
        if reason is not None:
            report.skipped += 1
            report.line(block.line, f"not run: {reason}")
            continue
        begin = time.monotonic()
        try:
            real = reader.run(block)
            seconds = time.monotonic() - begin
            note = "setup, ok" if block.setup else "ok"
            if block.output and arguments.update:
                lines, same = updated(block.output, real)
                if lines != [line.rstrip() for line in block.output.lines]:
                    fresh.append((block.output, lines))
                    note = "updated" if same else "updated; the text differs, so read it again"
            elif block.output:
                problem = difference(block.output, real)
                if problem:
                    raise Failure("\n".join([problem, *real[:60]]))
            report.passed += not block.setup
            report.line(block.line, note, seconds)
        except Failure as failure:
            report.failure(block.line, failure, time.monotonic() - begin)
    return fresh


def rewrite(file, fresh):
    text = file.read_text()
    for output, lines in reversed(fresh):
        inside = "".join((output.indent + line).rstrip() + "\n" for line in lines)
        text = text[: output.start] + inside + text[output.end :]
    file.write_text(text)


def main(arguments=None, root=ROOT):
    parser = argparse.ArgumentParser(prog="bench/docs.sh", description="Runs the commands of README.md and docs/guide.")
    parser.add_argument("pages", nargs="*", metavar="PAGE", help="the pages; default: README.md, docs/guide/*.md and other documents with markers")
    parser.add_argument("--all", action="store_true", help="also the blocks marked slow")
    parser.add_argument("--update", action="store_true", help="write the real output into the pages")
    parser.add_argument("--limit", type=float, help=f"seconds for one block; default: {LIMIT}, or {LIMIT_ALL} with --all")
    arguments = parser.parse_args(arguments)
    limit = arguments.limit or (LIMIT_ALL if arguments.all else LIMIT)
    if not (root / "charrnn.jar").is_file():
        parser.error("charrnn.jar is missing: build it with mvn -DskipTests package")
    files = [pathlib.Path(each).resolve() for each in arguments.pages]
    documents = sorted((root / "docs").glob("*/*.md"))
    files = files or [root / "README.md", *(each for each in documents if each.parent.name == "guide" or "<!-- try" in each.read_text())]
    report = Report()
    for file in files:
        if not file.is_file():
            parser.error(f"there is no page {file}")
        report.page = file.relative_to(root) if file.is_relative_to(root) else file
        blocks, problems = parse(file.read_text())
        for line, problem in problems:
            report.failure(line, problem)
        if not blocks:
            continue
        reader = Reader(root, limit)
        try:
            fresh = try_page(blocks, reader, report, arguments)
        finally:
            reader.close()
        if fresh:
            rewrite(file, fresh)
    print(f"{report.passed} passed, {report.failed} failed, {report.skipped} skipped")
    return 1 if report.failed else 0


def end_once(*_):
    """Ends the program so that it cleans up, which a second signal must not interrupt."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(143)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, end_once)
    sys.exit(main())
