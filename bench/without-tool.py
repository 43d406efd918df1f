#!/usr/bin/env python3
"""Deletes each tool of src/main/java/charrnn/tools in a copy of the source, and compiles what is left.

    bench/without-tool.py [TOOL ...]

With a tool go the tools that use it, their command classes in cli, and the lines of cli that name those: the entries in
the list of commands, and the statements in EDITS. Prints a line for each tool; exit code 1 if a copy does not compile.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
SOURCE = "src/main/java/charrnn"

# Tools that use a tool, as ArchitectureTest has them.
USERS = {
    "page": ["score", "cells", "report", "trainingui", "serve"],
    "constrain": ["score", "cells", "complete", "serve"],
    "adapt": ["complete", "serve"],
    "complete": ["serve"],
    "score": ["serve"],
    "cells": ["serve"],
}

# Commands and option groups of cli that belong to one tool.
COMMANDS = {
    "serve": ["ServeCommand"],
    "score": ["ScoreCommand"],
    "cells": ["CellsCommand"],
    "report": ["ReportCommand"],
    "check": ["CheckCommand"],
    "export": ["ExportCommand"],
    "statistics": ["CorpusCommand"],
    "adapt": ["AdaptiveOptions", "ContextOptions", "IndexCommand"],
    "complete": ["CompletionScoring"],
}

# Other places of cli that use a tool: file, pattern, replacement.
EDITS = {
    "trainingui": [("TrainingRun", r"TrainingUi\.start\(.*?\)\s*\.ifPresent\(tools::add\);", "")],
    "score": [("TrainingRun", r"tools\.add\(new TrainingScore\(.*?FUNCTION_END\)\)\);", "")],
    "report": [
        ("TrainingRun", r"\(\) -> RunReport\.page\(folder\.path\(\)\)", '() -> ""'),
        ("TrainingRun", r"Path page = folder.*?\n        \}\n(?=    \})", ""),
        ("EvaluateCommand", r"Path report = file\.resolveSibling\(RunReport.*?\n            \}", ""),
    ],
    "adapt": [
        ("EvaluateCommand", r"@Mixin\s+private AdaptiveOptions .*?;", ""),
        ("EvaluateCommand", r"adaptive\.check\(.*?;", ""),
        ("EvaluateCommand", r"adaptive\.training\(.*?, measured\)", "measured"),
        ("EvaluateCommand", r"adaptive\.measure\(.*?\)", "List.of()"),
        ("SampleCommand", r"@Mixin\s+private ContextOptions.OfSample .*?;", ""),
        ("SampleCommand", r"context\.check\(.*?;", ""),
        ("SampleCommand", r"context\.read\(read, true, this\)", "LanguageModel.of(read.network(), read.vocabulary())"),
        ("SampleCommand", r"context\.read\(read, options.*?this\)", "LanguageModel.of(read.network(), read.vocabulary())"),
    ],
    "complete": [
        ("ScoreCommand", r"@Mixin\s+private CompletionScoring .*?;", ""),
        ("ScoreCommand", r"if \(completion\.wanted\) \{.*?\n        \}", ""),
    ],
    "constrain": [
        ("SampleOptions", r"@Option\(\s*names = \"--until\".*?;", ""),
        ("SampleOptions", r"until\.defaultLength\((\(int\) .*?\(\))\)", r"\1"),
        ("SampleOptions", r"language == null && until == .*?;", "LogitsProcessorFactory.NONE;"),
        ("SampleOptions", r"end == FinishReason\.UNTIL \? until\.toString\(\) : ", ""),
    ],
}


def copy_without(tool, folder):
    gone = [tool, *USERS.get(tool, [])]
    shutil.copytree(ROOT / "src/main/java", folder / "src/main/java")
    commands = []
    for name in gone:
        shutil.rmtree(folder / SOURCE / "tools" / name)
        for command in COMMANDS.get(name, []):
            (folder / SOURCE / "cli" / f"{command}.java").unlink()
            commands.append(command)
    main = folder / SOURCE / "cli/Main.java"
    main.write_text("".join(
        line for line in main.read_text().splitlines(True) if line.strip().rstrip(",") not in [c + ".class" for c in commands]))
    edited = 0
    for name in gone:
        for file, pattern, replacement in EDITS.get(name, []):
            path = folder / SOURCE / "cli" / f"{file}.java"
            if file in commands:
                continue
            text, count = re.subn(pattern, replacement, path.read_text(), flags=re.DOTALL)
            if count != 1:
                raise SystemExit(f"{file}: the statement of {name} was found {count} times; change EDITS in {__file__}")
            path.write_text(text)
            edited += 1
    for path in (folder / SOURCE).rglob("*.java"):
        text = path.read_text()
        kept = re.sub(rf"^import charrnn\.tools\.({'|'.join(gone)})\..*;\n", "", text, flags=re.MULTILINE)
        if kept != text:
            path.write_text(kept)
    return gone, commands, edited


def main(tools):
    classpath = subprocess.run(
        ["mvn", "-q", "dependency:build-classpath", "-Dmdep.outputFile=/dev/stdout", "-Dmdep.includeScope=compile"],
        cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    known = sorted(p.name for p in (ROOT / SOURCE / "tools").iterdir() if p.is_dir())
    failed = 0
    for tool in tools or known:
        if tool not in known:
            raise SystemExit(f"'{tool}' is not a tool; the tools are {', '.join(known)}")
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            gone, commands, edited = copy_without(tool, folder)
            files = [str(p) for p in (folder / SOURCE).rglob("*.java")]
            done = subprocess.run(
                ["javac", "-proc:none", "-nowarn", "-d", str(folder / "classes"), "-cp", classpath, *files],
                capture_output=True, text=True)
            errors = [line for line in done.stderr.splitlines() if ": error:" in line]
            print(f"{tool}: without {', '.join(gone)}; commands {', '.join(commands) or 'none'}; "
                  f"{edited} other places: {'compiles' if done.returncode == 0 else 'FAILS'}", flush=True)
            for line in errors[:10]:
                print("    " + line.replace(name, ""))
            failed += done.returncode != 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
