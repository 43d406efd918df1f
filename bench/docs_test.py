#!/usr/bin/env python3
"""Tests bench/docs.py and bench/results.py with small pages, a java that prints its arguments, and no network: python3 bench/docs_test.py"""

import contextlib
import io
import pathlib
import shutil
import socket
import subprocess
import tempfile
import unittest
from unittest import mock

import docs
import results

FAKE_JAVA = """#!/bin/sh
case "$*" in
*serve*) exec python3 -u -m http.server --bind 127.0.0.1 "$SERVER_PORT" ;;
*) echo "java $*" ;;
esac
"""


def page(*blocks):
    return "# A page\n\n" + "\n\n".join(blocks) + "\n"


def sh(text, marker="<!-- try -->"):
    return f"{marker}\n```sh\n{text}\n```"


def output(text, marker="<!-- output -->"):
    return f"{marker}\n```text\n{text}\n```"


class DocsTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="docs-test-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.root = self.folder / "repository"
        (self.root / "docs" / "guide").mkdir(parents=True)
        (self.root / "tracked").write_text("tracked\n")
        subprocess.run("git init -q && git add tracked", shell=True, cwd=self.root, check=True)
        (self.root / "charrnn.jar").write_text("a jar\n")
        (self.folder / "java").write_text(FAKE_JAVA)
        (self.folder / "java").chmod(0o755)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        path = f"{self.folder}:{docs.os.environ['PATH']}"
        patch = mock.patch.dict(docs.os.environ, PATH=path, SERVER_PORT=str(self.port))
        patch.start()
        self.addCleanup(patch.stop)

    def docs(self, text, *arguments):
        """The exit code and the report for a README with this text."""
        (self.root / "README.md").write_text(text)
        with contextlib.redirect_stdout(io.StringIO()) as report:
            code = docs.main(list(arguments), self.root)
        return code, report.getvalue()

    def ok(self, text, *arguments):
        code, report = self.docs(text, *arguments)
        self.assertEqual(code, 0, report)
        return report

    def fails(self, wanted, text, *arguments):
        code, report = self.docs(text, *arguments)
        self.assertEqual(code, 1, report)
        self.assertIn(wanted, report)

    def test_files_stay_from_block_to_block_in_a_copy_and_variables_do_not(self):
        self.ok(page(sh("word=x; cp tracked mine"), sh("cat mine charrnn.jar; echo [$word]"), output("tracked\na jar\n[]")))
        self.assertFalse((self.root / "mine").exists())

    def test_each_failing_block_is_reported_with_its_line_and_the_others_run(self):
        code, report = self.docs(page(sh("echo a; false; echo b"), sh("echo c"), output("c")))
        self.assertEqual(code, 1)
        self.assertRegex(report, r"README.md:4 .* FAILED: exit code 1 instead of 0\n    \| a\n")
        self.assertIn("1 passed, 1 failed, 0 skipped", report)

    def test_exit_code_can_be_another(self):
        self.ok(page(sh("exit 2", "<!-- try: exit=2 -->")))
        self.fails("exit code 0 instead of 2", page(sh("true", "<!-- try: exit=2 -->")))

    def test_shell_block_without_marker_fails(self):
        self.fails("has no marker", page("```sh\necho a\n```"))
        self.fails("has no marker", page("```bash\necho a\n```"))
        self.fails("no language", page("```\necho a\n```"))
        self.fails("indented", page("    java -jar charrnn.jar"))
        self.ok(page("```yaml\nname: a\n```"))

    def test_mistakes_in_markers_fail(self):
        self.fails("unknown option 'fast'", page(sh("true", "<!-- try: fast -->")))
        self.fails("'exit' needs a value", page(sh("true", "<!-- try: exit -->")))
        self.fails("no fenced block follows", page("<!-- try -->\nText.\n\n```text\na\n```"))
        self.fails("an output block follows a tried block", page(output("a")))

    def test_slow_and_exempt_blocks_do_not_run(self):
        text = page(sh("false", "<!-- try: slow -->"), sh("false", '<!-- try: not="needs Docker" -->'))
        report = self.ok(text)
        self.assertIn("not run: needs Docker", report)
        self.assertIn("0 passed, 0 failed, 2 skipped", report)
        self.fails("exit code 1", text, "--all")

    def test_time_limit_ends_a_block(self):
        self.fails("took more than 0.5 s", page(sh("sleep 60")), "--limit", "0.5")

    def test_setup_runs_before_what_follows(self):
        self.ok(page("<!-- setup\necho made > file\n-->", sh("cat file"), output("made")))

    def test_options_are_appended_to_trainings_and_to_charrnn_alone(self):
        marker = """<!-- try: set='--set a="b c"' add="--more" -->"""
        self.ok(
            page(
                sh("java -jar charrnn.jar --config x \\\n  --resume | cat\njava -jar charrnn.jar corpus --config x; java -version", marker),
                output(
                    "java -jar charrnn.jar --config x --resume --set a=b c --more\n"
                    "java -jar charrnn.jar corpus --config x --more\njava -version"
                ),
            )
        )

    def test_server_answers_the_next_blocks_and_is_stopped(self):
        serve = sh(f"java -jar charrnn.jar serve --port {self.port}", "<!-- try: background -->")
        self.ok(page(serve, output("Serving HTTP …\n…"), sh(f"curl http://127.0.0.1:{self.port}/tracked"), output("tracked"), serve))
        self.assertFalse(docs.answers(self.port))

    def test_server_on_a_taken_port_fails(self):
        other = subprocess.Popen(
            ["python3", "-m", "http.server", "--bind", "127.0.0.1", str(self.port)], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        try:
            while not docs.answers(self.port):
                pass
            serve = sh(f"java -jar charrnn.jar serve --port {self.port}", "<!-- try: background -->")
            self.fails(f"port {self.port} is taken", page(serve))
        finally:
            other.kill()
            other.wait()

    def test_server_that_ends_fails(self):
        self.fails("the server has ended\n    | oh", page(sh("echo oh; exit 1", "<!-- try: background -->")))

    def test_numbers_and_spaces_may_differ(self):
        self.ok(page(sh("echo 'step   1,234 of 7: 1.5e-3 bpc'"), output("step 9 of 120: 0.25 bpc")))
        self.fails("'step 9 of'", page(sh("echo step 9 to 10"), output("step 9 of")))

    def test_figures_agree_within_two_percent(self):
        figures = "<!-- output: figures -->"
        self.ok(page(sh("echo '1,010 in 3.1 s, 2:10'"), output("1,000 in … s, 2:10", figures)))
        self.fails("the figure is 1,030, the page says 1,000", page(sh("echo '7 1,030'"), output("7 1,000", figures)))
        self.fails("the figure is 2:11", page(sh("echo 2:11"), output("2:10", figures)))
        self.fails("the figure is 3", page(sh("printf '3 a\\n4 b\\n'"), output("2 a\n5 b", "<!-- output: figures loose -->")))
        self.ok(page(sh("printf '3 a\\n4 b\\n'"), output("3 a\n5 b", "<!-- output: figures loose -->")))
        self.fails("unknown option of an output: exact", page(sh("echo a"), output("a", "<!-- output: exact -->")))

    def test_lines_are_left_out_only_at_a_gap(self):
        count = sh("printf '%s\\n' a b c d e")
        for shown in ("a\n…\ne", "…\nc\n…", "…"):
            self.ok(page(count, output(shown)))
        for shown in ("a\nb", "b\n…", "a\n…\nd", "…\nb\n…\na\n…"):
            self.fails("the output differs", page(count, output(shown)))

    def test_a_gap_in_a_line_is_any_text(self):
        self.ok(page(sh("echo wrote /tmp/x/y.zip"), output("wrote …/y.zip")))
        self.fails("the output differs", page(sh("echo wrote /tmp/x/y.zip"), output("wrote …/z.zip")))

    def test_lines_of_progress_are_left_out(self):
        self.ok(page(sh("echo a; echo 'reading: 1 of 9 MB  0.5 MB/s  0:16 left'; echo b"), output("a\nb")))

    def test_loose_output_compares_the_first_line(self):
        self.ok(page(sh("printf 'int a\\nx\\n'"), output("int a\ny\nz", "<!-- output: loose -->")))
        self.fails("'int b'", page(sh("printf 'int a\\nx\\n'"), output("int b\nx", "<!-- output: loose -->")))

    def updated(self, command, shown, marker="<!-- output -->"):
        self.ok(page(sh(command), output(shown, marker)), "--update")
        return (self.root / "README.md").read_text().partition("```text\n")[2].partition("\n```")[0]

    def test_update_writes_the_real_output_into_the_page(self):
        self.assertEqual(self.updated("echo 12 at /tmp/x", "3 at …"), "12 at …")
        self.assertEqual(self.updated("seq 5 9", "1\n…\n2"), "5\n…\n9")
        self.assertEqual(self.updated("printf 'new\\ntext\\n'", "old"), "new\ntext")
        self.assertEqual(self.updated("printf 'x\\ny\\nz\\n'", "a\nb\n…", "<!-- output: loose -->"), "x\ny\n…")

    def test_update_writes_nothing_where_the_page_is_right(self):
        text = page(sh("echo 1; echo a"), "- indented:\n\n  <!-- output -->\n  ```text\n  1\n  …\n  ```")
        self.ok(text, "--update")
        self.assertEqual((self.root / "README.md").read_text(), text)

    def test_pages_can_be_named_and_the_guides_are_among_the_default_ones(self):
        (self.root / "docs" / "guide" / "cells.md").write_text(page(sh("false")))
        self.fails("docs/guide/cells.md:4", page(sh("true")))
        self.ok(page(sh("true")), str(self.root / "README.md"))


class ResultsTest(unittest.TestCase):
    PAGE = "The loss is 0.96 [bits](a.md), that of two networks 12 % and 7.5 million, 6 times as fast.\nSee `0.5` and 6.12.118. ![A](1.5.png)"

    def problems(self, page=PAGE, cell="0.958", row="a | x", words="two networks # %", guide="Write `1 %` at 0.7."):
        files = {
            "README.md": page,
            "docs/guide/cells.md": guide,
            "docs/lab/notebook/cells.md": "The mean has **12.0** %. | 30.0 s | 5.0 s |",
            "bench/results/a.csv": f'name,text,loss,share,size\na,x,{cell},11.0 % (9–13),1\nb,x,2,12.5 % (10–14),"7,480,000"\n',
            "bench/claims.csv": f"page,words,file,row,column\nREADME.md,loss is # [bits](a.md),a.csv,{row},loss\nREADME.md,{words},a.csv,a + b,share\n"
            "README.md,# million,a.csv,b,size / 1000000\nREADME.md,networks # %,docs/lab/notebook/cells.md,has **#** %,\n"
            "README.md,# times as fast,docs/lab/notebook/cells.md,| # s | # s |,\n",
        }
        with tempfile.TemporaryDirectory(prefix="results-test-") as folder:
            for name, text in files.items():
                path = pathlib.Path(folder) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            return list(results.false_claims(pathlib.Path(folder)))

    def test_numbers_that_round_a_cell_the_mean_of_cells_or_a_number_of_the_lab_are_right(self):
        self.assertEqual(self.problems(), [])
        self.assertEqual(self.problems(cell="0.965"), [])

    def test_numbers_that_differ_are_reported(self):
        self.assertEqual(self.problems(cell="0.966"), ["README.md: 'loss is 0.96 bits': it is 0.966 in a.csv"])
        problems = ["README.md: 'two networks 13 %': it is 11.75 in a.csv", "README.md: 'networks 13 %': it is 12 in docs/lab/notebook/cells.md"]
        self.assertEqual(self.problems(self.PAGE.replace("12 %", "13 %")), problems)
        self.assertIn("it is 6 in docs/lab", self.problems(self.PAGE.replace("6 times", "5 times"))[0])
        self.assertIn("it is 7.48 in a.csv", self.problems(self.PAGE.replace("7.5 million", "7.6 million"))[0])

    def test_numbers_without_a_line_and_lines_without_a_number_are_reported(self):
        self.assertIn("It was 1.5 before.' has no line", self.problems(self.PAGE + " It was 1.5 before.")[0])
        for guide in "A loss of 1.5 bits.", "from 0.9 to 0.8 bits", "Of them 7 % compile.", "2.1 times as fast":
            self.assertIn("docs/guide/cells.md", self.problems(guide=guide)[0])
        self.assertIn("'one network # %' occurs 0 times", self.problems(words="one network # %")[0])
        self.assertIn("a.csv: 'x' names 2 rows", self.problems(row="x"))

    def test_a_picture_of_a_preset_that_has_changed_is_reported(self):
        files = {"config/a.yaml": "# Size.\nmodel:\n  # Units.\n  hidden: 128\ntraining:\n  hidden: 7\n",
                 "bench/results/pictures.csv": "picture,preset\na.png,a.yaml model.hidden=128\nb.png,a.yaml model.hidden=64\nb.png,\n"}
        with tempfile.TemporaryDirectory(prefix="results-test-") as folder:
            for name, text in files.items():
                path = pathlib.Path(folder) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            problems = list(results.changed_presets(pathlib.Path(folder)))
        self.assertEqual(problems, ["b.png was drawn with model.hidden=64, and a.yaml has 128: draw it again"])


if __name__ == "__main__":
    unittest.main()
