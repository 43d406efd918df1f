"""End-to-end tests of the client for Neovim. CHARRNN_URL=http://HOST:PORT tests against a real server instead."""

import json
import os
import shutil
import socket
import sys
import tempfile
import unittest
from pathlib import Path

from harness import Editor, StandInServer, wait_for

TAB, SHIFT_TAB, CTRL_RIGHT, LEFT, NEXT, PREVIOUS = "\t", "\x1b[Z", "\x1b[1;5C", "\x1b[D", "\x1b]", "\x1b["
SHOW, BACKSPACE, CTRL_O = "\x1b\\", "\x7f", "\x0f"
KEYS = ("<Tab>", "<S-Tab>", "<C-Right>", "<M-]>", "<M-[>")


def held(request):
    """Gives no answer until the test does."""


def setUpModule():
    """Starts one Neovim for all tests."""
    home = tempfile.TemporaryDirectory(prefix="charrnn-nvim-")
    unittest.addModuleCleanup(home.cleanup)
    EditorTest.neovim = Editor(Path(home.name))
    unittest.addModuleCleanup(EditorTest.neovim.close)


class EditorTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="charrnn-nvim-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.file = self.folder / "a.c"

    def server(self, **options):
        server = StandInServer(**options)
        self.addCleanup(server.close)
        return server

    def editor(self, url, text="", file=None, **settings):
        """Neovim with the client and a file with this text."""
        self.file.write_text(text)
        self.neovim.open(file or self.file, {"url": url, "debounce_ms": 5, **settings})
        return self.neovim

    def check_requests(self, editor, server, *prompts):
        """Expects that these requests were sent, and that no more follow."""
        wait_for(editor.idle, "no request is pending")
        self.assertEqual(list(prompts), [request.json["prompt"] for request in server.requests])


class AcceptTest(EditorTest):
    def test_tab_accepts_the_whole_suggestion(self):
        server = self.server(texts={"int main(": "void)\n{\n\treturn 0;\n}"})
        editor = self.editor(server.url)
        editor.type("iint main(")
        editor.wait_suggestion("void)\n{\n\treturn 0;\n}")
        self.assertEqual("int main(void)", editor.screen(1))
        self.assertEqual(["{", "        return 0;", "}"], [editor.screen(row) for row in (2, 3, 4)])
        editor.type(TAB)
        editor.wait_suggestion(None)
        editor.type(" // end")
        editor.leave_insert_mode()
        editor.run("write")
        self.assertEqual("int main(void)\n{\n\treturn 0;\n} // end\n", self.file.read_text())

    def test_a_suggestion_has_no_more_characters_than_requested(self):
        server = self.server(texts={"a": "é" * 100_000})
        editor = self.editor(server.url, n_predict=64)
        editor.type("ia")
        editor.wait_suggestion("é" * 64)

    def test_a_key_accepts_word_by_word(self):
        server = self.server(texts={"x": " = größe_2->y;\n\n\tif (z)"})
        editor = self.editor(server.url)
        editor.type("ix")
        editor.wait_suggestion(" = größe_2->y;\n\n\tif (z)")
        accepted = "x"
        rest = [" =", " größe_2", "->", "y", ";", "\n\n\tif", " (", "z", ")"]
        while rest:
            accepted += rest.pop(0)
            editor.type(CTRL_RIGHT)
            editor.wait("join(getline(1, '$'), \"\\n\")", accepted)
            shown = "".join(rest)
            editor.wait_suggestion(shown or None)
        editor.leave_insert_mode()
        editor.run("write")
        self.assertEqual("x = größe_2->y;\n\n\tif (z)\n", self.file.read_text())

    def test_a_key_accepts_line_by_line(self):
        server = self.server(texts={"a": "b;\n\n\tc;\nd;"})
        editor = self.editor(server.url, text="first\n\nlast\n")
        editor.type("jia")
        editor.wait_suggestion("b;\n\n\tc;\nd;")
        for accepted, rest in [("ab;", "\n\n\tc;\nd;"), ("ab;\n", "\n\tc;\nd;"), ("ab;\n\n\tc;", "\nd;")]:
            editor.type(SHIFT_TAB)
            editor.wait_suggestion(rest)
            self.assertEqual(f"first\n{accepted}\nlast", editor.text())
        editor.type(SHIFT_TAB)
        editor.wait_suggestion(None)
        editor.leave_insert_mode()
        editor.run("write")
        self.assertEqual("first\nab;\n\n\tc;\nd;\nlast\n", self.file.read_text())

    def test_the_dot_command_repeats_accepted_text(self):
        server = self.server(texts={"ax": " = y + 1"})
        editor = self.editor(server.url, text="a\nb\n")
        editor.type("Ax")
        editor.wait_suggestion(" = y + 1")
        editor.type(CTRL_RIGHT)
        editor.wait_suggestion(" y + 1")
        editor.type(TAB)
        editor.wait_suggestion(None)
        editor.type(";")
        editor.leave_insert_mode()
        editor.type("j.")
        editor.wait("join(getline(1, '$'), \"\\n\")", "ax = y + 1;\nbx = y + 1;")

    def test_nothing_is_requested_while_a_macro_is_recorded(self):
        server = self.server(texts={"ax": "yz"})
        editor = self.editor(server.url, text="a\n")
        editor.type("qqAx")
        editor.wait("getline(1)", "ax")
        self.check_requests(editor, server)
        editor.leave_insert_mode()
        editor.type("qu")
        editor.wait("getline(1)", "a")
        editor.type("Ax")
        editor.wait_suggestion("yz")

    def test_in_the_middle_of_a_line_the_rest_is_shown_after_the_suggestion(self):
        server = self.server(texts={"\tf(": "a", "\tf(x": ",\n\t\ty"})
        editor = self.editor(server.url, text="\tf();\nnext\n")
        editor.run("call cursor(1, 4)")
        editor.type("i")
        editor.wait_suggestion("a")
        self.assertEqual("        f(a);", editor.screen(1))
        editor.type("x")
        wait_for(lambda: "\n" in (editor.suggestion() or ""), "the second suggestion")
        self.assertEqual(["        f(x,", "                y);", "next"], [editor.screen(row) for row in (1, 2, 3)])
        editor.type(TAB)
        editor.wait_suggestion(None)
        self.assertEqual("\tf(x,\n\t\ty);\nnext", editor.text())

    def test_a_tab_in_the_first_line_is_as_wide_as_in_the_file(self):
        server = self.server(texts={"#define A": "\t1\t// one"})
        editor = self.editor(server.url)
        editor.type("i#define A")
        editor.wait_suggestion("       1       // one")
        editor.type(TAB)
        editor.wait("getline(1)", "#define A\t1\t// one")

    def test_accepting_requests_the_next_suggestion_at_once(self):
        server = self.server(texts={"a": "b", "ab": "c"})
        editor = self.editor(server.url)
        editor.type("ia")
        editor.wait_suggestion("b")
        editor.run("lua require('charrnn').setup({ debounce_ms = 1000000 })")
        editor.type(TAB)
        editor.wait_suggestion("c")

    def test_each_acceptance_is_one_step_of_undo(self):
        server = self.server(texts={"ax": " = y + f(\n\t\tz)"})
        editor = self.editor(server.url, text="a\n")
        editor.type("Ax")
        editor.wait_suggestion(" = y + f(\n\t\tz)")
        for key, rest in ((CTRL_RIGHT, " y + f(\n\t\tz)"), (CTRL_RIGHT, " + f(\n\t\tz)"), (TAB, None)):
            editor.type(key)
            editor.wait_suggestion(rest)
        editor.type(";")
        editor.leave_insert_mode()
        for text in ("ax = y + f(\n\t\tz)", "ax = y", "ax =", "ax", "a"):
            editor.type("u")
            editor.wait("join(getline(1, '$'), \"\\n\")", text)


class StepTest(EditorTest):
    def test_keys_step_through_the_suggestions_that_are_not_empty(self):
        texts = ["b;", "", "c;", "", ""]
        server = self.server(respond=lambda request: request.reply(texts[request.json["alternative"]]))
        editor = self.editor(server.url)
        editor.type("ia")
        editor.wait_suggestion("b;")
        for key, shown in ((NEXT, "c;"), (NEXT, "b;"), (PREVIOUS, "c;")):
            editor.type(key)
            editor.wait_suggestion(shown)
        self.assertEqual([0, 1, 2, 3, 4, 0, 4, 3, 2], [request.json["alternative"] for request in server.requests])
        editor.type(TAB)
        editor.wait("getline(1)", "ac;")

    def test_a_single_suggestion_stays(self):
        server = self.server(respond=lambda request: request.reply("" if server.requests else "b"))
        editor = self.editor(server.url)
        editor.type("ia")
        editor.wait_suggestion("b")
        editor.type(NEXT)
        wait_for(lambda: len(server.requests) == 5 and editor.idle(), "all alternatives are requested")
        self.assertEqual("b", editor.suggestion())

    def test_a_suggestion_stays_until_the_next_one_arrives(self):
        server = self.server(respond=lambda request: request.json["alternative"] or request.reply("b"))
        editor = self.editor(server.url)
        editor.type("ia")
        editor.wait_suggestion("b")
        for alternative in (1, 2):  # the second key comes before the answer to the first one
            editor.type(NEXT)
            wait_for(lambda: len(server.requests) > alternative, "a request")
        self.assertEqual("b", editor.suggestion())
        wait_for(lambda: server.requests[1].given_up, "the first request is given up")
        server.requests[2].reply("c")
        editor.wait_suggestion("c")
        editor.type(NEXT)
        wait_for(lambda: len(server.requests) > 3, "a request")
        editor.leave_insert_mode()
        self.assertIsNone(editor.suggestion())
        wait_for(lambda: server.requests[3].given_up, "the request is given up")
        self.assertEqual([], editor.messages())


class RecentTest(EditorTest):
    """What is shown without a request."""

    def test_typing_a_suggestion_shrinks_it_at_once(self):
        server = self.server(texts={"f(": "größe) {\n\treturn 0;"})
        editor = self.editor(server.url)
        editor.type("if(")
        editor.wait_suggestion("größe) {\n\treturn 0;")
        marks = "vim.api.nvim_buf_get_extmarks(0, vim.api.nvim_create_namespace('charrnn'), 0, -1, {})"
        editor.run("lua _G.marks = {}", f"lua vim.api.nvim_set_decoration_provider(vim.api.nvim_create_namespace('frames'), "
                   f"{{ on_win = function() table.insert(_G.marks, #{marks}) end }})")
        self.addCleanup(editor.run, "lua vim.api.nvim_set_decoration_provider(vim.api.nvim_create_namespace('frames'), {})")
        for keys, text, rest in [
            ("g", "f(g", "röße) {\n\treturn 0;"),
            ("rö", "f(grö", "ße) {\n\treturn 0;"),
            ("ße) {", "f(größe) {", "\n\treturn 0;"),
            ("\r", "f(größe) {\n\t", "return 0;"),  # 'cindent' adds the tab
            ("r", "f(größe) {\n\tr", "eturn 0;"),
        ]:
            editor.type(keys)
            editor.wait("join(getline(1, '$'), \"\\n\")", text)
            self.assertEqual(rest, editor.suggestion())
        self.assertEqual([1], editor.eval("uniq(luaeval('_G.marks'))"))  # in each frame that was drawn
        self.check_requests(editor, server, "f(")
        editor.type(TAB)
        editor.wait("getline(2)", "\treturn 0;")

    def test_backspace_shows_what_was_suggested_there(self):
        server = self.server(texts={"a": "bcd", "abx": "yz"})
        editor = self.editor(server.url)
        editor.type("ia")
        editor.wait_suggestion("bcd")
        editor.type("b")
        editor.type("x")
        editor.wait_suggestion("yz")
        for rest in ("cd", "bcd", None):
            before = editor.text()
            editor.type(BACKSPACE)
            editor.wait("getline(1)", before[:-1])
            self.assertEqual(rest, editor.suggestion())
        self.check_requests(editor, server, "a", "abx")
        editor.type("a")
        editor.wait_suggestion("bcd")
        self.check_requests(editor, server, "a", "abx")

    def test_undo_shows_what_was_suggested_there(self):
        server = self.server(texts={"a": "bcd"})
        editor = self.editor(server.url)
        editor.run("set noshowmode")  # it would replace the message of an undo in insert mode, after 3 s
        self.addCleanup(editor.run, "set showmode")
        editor.type("ia")
        editor.wait_suggestion("bcd")
        editor.type(TAB)
        server.wait_request("abcd")
        editor.type(CTRL_O + "u")
        editor.wait("getline(1)", "a")
        editor.wait_suggestion("bcd")
        editor.type(CTRL_O + "u")
        editor.wait("getline(1)", "")
        self.check_requests(editor, server, "a", "abcd")
        editor.leave_insert_mode()
        editor.type("\x12A")  # Ctrl-R
        editor.wait_suggestion("bcd")
        self.check_requests(editor, server, "a", "abcd")

    def test_a_suggestion_needs_the_lines_around_it(self):
        server = self.server(texts={"a": "b"})
        editor = self.editor(server.url, text="above\n\nbelow\n")
        editor.type("jia")
        for change, is_near in (("append(3, 'far')", False), ("setline(1, 'new')", True), ("setline(3, 'new')", True)):
            with self.subTest(change=change):
                editor.wait_suggestion("b")
                editor.leave_insert_mode()
                editor.run(f"call {change}")
                count = len(server.requests)
                editor.type("A")
                editor.wait_suggestion("b")
                wait_for(editor.idle, "no request is pending")
                self.assertEqual(count + is_near, len(server.requests))

    def test_another_rest_of_the_line_removes_the_suggestion(self):
        server = self.server(texts={"f": "(x)", "f(": "x"})
        editor = self.editor(server.url)
        editor.run("inoremap ( ()<Left>")
        editor.type("if")
        editor.wait_suggestion("(x)")
        editor.type("(")
        editor.wait_suggestion("x")
        self.assertEqual("f(x)", editor.screen(1))
        self.assertEqual(")\n", server.requests[-1].json["input_suffix"])

    def test_one_of_two_windows_shows_the_suggestion(self):
        server = self.server(texts={"a": "suggestion\nbelow"})
        editor = self.editor(server.url)
        editor.run("split")
        for window in ("k", "j"):
            editor.run(f"wincmd {window}")
            editor.type("Sa")
            editor.wait_suggestion("suggestion\nbelow")
            rows = [row for row in range(1, 29) if editor.screen(row) in ("asuggestion", "below")]
            first = editor.eval("win_screenpos(0)[0]")
            self.assertEqual([first, first + 1], rows)
            editor.leave_insert_mode()


class ConfidenceTest(EditorTest):
    def confidences(self, server):
        return [request.json.get("min_confidence") for request in server.requests]

    def test_a_key_shows_the_suggestion_however_unsure_it_is(self):
        server = self.server(respond=lambda request: request.reply("" if request.json.get("min_confidence") != 0 else "b"))
        for settings, sent in (({}, None), ({"min_confidence": 0.75}, 0.75)):
            server.requests.clear()
            editor = self.editor(server.url, **settings)
            editor.type("ia")
            server.wait_request("a")
            wait_for(editor.idle, "the answer is read")
            self.assertIsNone(editor.suggestion())
            editor.type(SHOW)
            editor.wait_suggestion("b")
            self.assertEqual([sent, 0], self.confidences(server))
            editor.type(NEXT)
            wait_for(lambda: len(server.requests) > 2, "a request")
            self.assertEqual([sent, 0, 0], self.confidences(server)[:3])

    def test_a_confidence_out_of_range_gives_a_message(self):
        server = self.server()
        editor = self.editor(server.url)
        shown = editor.eval("execute(\"lua require('charrnn').setup({ min_confidence = 2 })\")")
        self.assertIn("charrnn: min_confidence is a number from 0 to 1, not 2", shown)
        editor.type("ia")
        server.wait_request("a")
        self.assertEqual([None], self.confidences(server))


class RemovalTest(EditorTest):
    def test_moving_the_cursor_removes_the_suggestion(self):
        server = self.server(texts={"abc": "def"})
        editor = self.editor(server.url)
        editor.type("iabc")
        editor.wait_suggestion("def")
        editor.type(LEFT)
        editor.wait_suggestion(None)
        self.assertEqual([3, "abc"], editor.eval("[col('.'), getline(1)]"))
        self.check_requests(editor, server, "abc")
        editor.type(TAB)
        editor.wait("getline(1)", "ab\tc")

    def test_typing_and_leaving_insert_mode_remove_the_suggestion_and_give_the_request_up(self):
        server = self.server(texts={"a": "suggestion"}, respond=held)
        editor = self.editor(server.url)
        editor.type("ia")
        editor.wait_suggestion("suggestion")
        editor.type("b")
        editor.wait_suggestion(None)
        request = server.wait_request("ab")
        editor.leave_insert_mode()
        wait_for(lambda: request.given_up, "the request is given up")
        editor.type("xia")
        editor.wait_suggestion(None)

    def test_leaving_insert_mode_removes_the_suggestion_and_its_keys(self):
        server = self.server(texts={"a": "suggestion"})
        editor = self.editor(server.url)
        editor.type("ia")
        editor.wait_suggestion("suggestion")
        self.assertEqual(1, editor.eval("maparg('<Tab>', 'i', 0, 1).buffer"))
        editor.leave_insert_mode()
        self.assertIsNone(editor.suggestion())
        self.assertEqual({}, editor.eval("maparg('<Tab>', 'i', 0, 1)"))

    def test_leaving_the_buffer_removes_the_suggestion_and_its_keys(self):
        server = self.server(texts={"a": "suggestion"})
        editor = self.editor(server.url)
        editor.type("ia")
        editor.wait_suggestion("suggestion")
        editor.run("split other.txt")
        editor.run("set eventignore=all", "wincmd p")
        self.addCleanup(editor.run, "set eventignore=")
        self.assertIsNone(editor.suggestion())
        self.assertEqual({}, editor.eval("maparg('<Tab>', 'i', 0, 1)"))

    def test_moving_the_cursor_gives_the_request_up(self):
        server = self.server(respond=held)
        editor = self.editor(server.url)
        editor.type("iabc")
        request = server.wait_request("abc")
        editor.type(LEFT)
        wait_for(lambda: request.given_up, "the request is given up")

    def test_a_slow_answer_that_arrives_after_more_typing_is_not_shown(self):
        server = self.server(respond=held)
        editor = self.editor(server.url)
        editor.type("ia")
        slow = server.wait_request("a")
        editor.type("b")
        quick = server.wait_request("ab")
        slow.reply("slow")
        wait_for(lambda: slow.done, "the slow answer is sent")
        quick.reply("quick")
        editor.wait_suggestion("quick")
        self.assertTrue(slow.given_up)

    def test_an_answer_after_a_change_without_an_event_is_not_shown(self):
        server = self.server(respond=held)
        editor = self.editor(server.url)
        editor.type("ia")
        request = server.wait_request("a")
        # An autocommand that is ignored stands for keys that Neovim has read when the answer arrives.
        editor.run("set eventignore=all", "call nvim_buf_set_text(0, 0, 0, 0, 0, ['x'])")
        self.addCleanup(editor.run, "set eventignore=")
        request.reply("answer")
        wait_for(editor.idle, "curl has ended")
        self.assertIsNone(editor.suggestion())


class OtherKeysTest(EditorTest):
    def test_tab_without_a_suggestion_does_what_it_did_before(self):
        server = self.server(texts={"\ta": "b"})
        editor = self.editor(server.url)
        editor.type("i" + TAB + "a")
        editor.wait_suggestion("b")
        self.assertEqual("\ta", editor.text())
        editor.leave_insert_mode()
        editor.type("A" + TAB + "z")
        editor.wait("getline(1)", "\ta\tz")

    def test_mappings_of_the_user_are_restored(self):
        server = self.server(texts={"a": "b"})
        editor = self.editor(server.url)
        editor.run("inoremap <Tab> global", "inoremap <buffer> <expr> <S-Tab> 'loc' . 'al'")
        fields = "index(['rhs', 'buffer', 'expr', 'noremap', 'mode'], v:key) >= 0"
        maps = ", ".join(f"filter(maparg('{key}', 'i', 0, 1), {json.dumps(fields)})" for key in KEYS)
        maps = f"[{maps}]"
        before = editor.eval(maps)
        editor.type("ia")
        editor.wait_suggestion("b")
        self.assertNotEqual(before, editor.eval(maps))
        editor.leave_insert_mode()
        self.assertEqual(before, editor.eval(maps))
        editor.type("o")
        editor.wait("mode()", "i")
        editor.type(TAB + SHIFT_TAB)
        editor.wait("getline(2)", "globallocal")

    def test_tab_in_one_burst_with_typing_is_a_tab(self):
        server = self.server(texts={"fo": "o();", "foo\tx": "end"})
        editor = self.editor(server.url)
        editor.type("ifo")
        editor.wait_suggestion("o();")
        editor.type("o" + TAB + "x")
        editor.wait_suggestion("end")
        self.assertEqual("foo\tx", editor.text())

    def test_keys_are_settings(self):
        server = self.server(texts={"a": "b c"})
        editor = self.editor(server.url, keys={"accept": "<C-l>", "accept_word": "<C-j>"})
        editor.type("ia")
        editor.wait_suggestion("b c")
        editor.type("\n")  # Ctrl-J
        editor.wait_suggestion(" c")
        editor.type("\x0c")
        editor.wait("getline(1)", "ab c")


    def test_an_unknown_setting_gives_a_message(self):
        setup = "lua require('charrnn').setup({ debounce = 5, keys = { acept = '<C-l>' } })"
        shown = self.editor("http://127.0.0.1:1").eval(f"execute({json.dumps(setup)})")
        self.assertIn("charrnn: there is no setting debounce, keys.acept", shown)


class FailureTest(EditorTest):
    def check_one_message(self, url, part):
        editor = self.editor(url)
        editor.type("iint a;")
        wait_for(editor.messages, "a message")
        (message,) = editor.messages()
        self.assertIn(part, message)
        self.assertEqual("i", editor.eval("mode()"))
        return editor

    def check_typing_goes_on(self, editor, server=None):
        editor.type("\rint b;" + TAB + "//")
        editor.wait("getline(1, '$')", ["int a;", "int b;\t//"])
        if server:
            wait_for(lambda: server.wait_request("int b;\t//").done, "another failure")
            wait_for(editor.idle, "curl has ended")
        editor.leave_insert_mode()
        editor.run("write")
        self.assertEqual("int a;\nint b;\t//\n", self.file.read_text())
        self.assertEqual(1, len(editor.messages()))

    def test_a_server_that_is_down_gives_one_message_and_typing_works(self):
        with socket.socket() as unused:  # bound, but not listening: connections are refused
            unused.bind(("127.0.0.1", 0))
            editor = self.check_one_message(f"http://127.0.0.1:{unused.getsockname()[1]}", "Failed to connect")
            server = self.server(respond=lambda request: setattr(request, "answer", (503, "{}")))
            editor.run(f"lua require('charrnn').setup({{ url = '{server.url}' }})")
            self.check_typing_goes_on(editor, server)

    def test_an_overloaded_server_gives_one_message_and_typing_works(self):
        self.check_status(429)

    def test_an_unavailable_server_gives_one_message_and_typing_works(self):
        self.check_status(503)

    def check_status(self, status):
        body = '{"error": {"message": "not now"}}'
        server = self.server(respond=lambda request: setattr(request, "answer", (status, body)))
        editor = self.check_one_message(server.url, f"error: {status}: not now")
        self.check_typing_goes_on(editor, server)

    def test_an_answer_without_content_gives_a_message(self):
        for_prompt = {"int a;": (200, "<html>"), "int b;\t//": (200, '["content"]')}
        server = self.server(respond=lambda request: setattr(request, "answer", for_prompt[request.json["prompt"]]))
        editor = self.check_one_message(server.url, "the answer has no content")
        self.check_typing_goes_on(editor, server)

    def test_a_failure_is_shown_in_the_line_once_until_the_server_answers_again(self):
        failure = (503, '{"error": {"message": "not now"}}')
        server = self.server(texts={"ab": "c", "abde": ""}, respond=lambda request: setattr(request, "answer", failure),
            read=lambda request: setattr(request, "answer", failure))
        editor = self.editor(server.url)
        editor.type("ia")
        wait_for(lambda: server.wait_request("a").done and editor.problem(), "the failure")
        self.assertEqual("a charrnn: no completions: curl: (22) The requested URL returned error: 503: not now", editor.screen(1))
        self.assertEqual("-- INSERT --", editor.screen(30))
        editor.type("b")
        editor.wait_suggestion("c")
        self.assertIsNone(editor.problem())
        editor.type("d")
        wait_for(editor.problem, "the next failure")
        editor.leave_insert_mode()
        self.assertIsNone(editor.problem())
        editor.type("ax")
        wait_for(lambda: server.wait_request("abdx").done, "another failure")
        wait_for(editor.idle, "curl has ended")
        self.assertIsNone(editor.problem())
        self.assertEqual(2, len(editor.messages()))

    def test_a_message_that_is_not_text_is_shown_as_json(self):
        for message, expected in (({"code": 7}, ': {"code":7}'), (None, ": null"), ("é" * 1000, "é" * 100)):
            with self.subTest(message=message):
                body = json.dumps({"error": {"message": message}})
                server = self.server(respond=lambda request: setattr(request, "answer", (503, body)))
                editor = self.editor(server.url)
                editor.type("ia")
                wait_for(editor.problem, "the failure")
                self.assertTrue(editor.problem().endswith(expected), editor.problem())

    def test_an_answer_of_ten_megabytes_is_not_inserted(self):
        server = self.server(respond=lambda request: request.reply("x" * 10_000_000))
        editor = self.editor(server.url)
        editor.type("ia")
        wait_for(editor.problem, "the failure")
        self.assertIn("curl: (63)", editor.problem())
        self.assertIsNone(editor.suggestion())

    def test_without_curl_there_is_one_message_and_typing_works(self):
        self.neovim.run("let $PATH = '/nonexistent'")
        self.addCleanup(self.neovim.run, f"let $PATH = '{os.environ['PATH']}'")
        self.check_typing_goes_on(self.check_one_message("http://127.0.0.1:1", "ENOENT"))


class RequestTest(EditorTest):
    def request_at(self, editor, server, row, column, prompt):
        """The request when insert mode begins at a row and byte column, counted from 1."""
        server.requests.clear()
        editor.run(f"call cursor({row}, {column})")
        editor.type("a" if column > editor.eval(f"len(getline({row}))") else "i")
        request = server.wait_request(prompt)
        editor.leave_insert_mode()
        return request.json

    def test_prefix_prompt_and_suffix(self):
        first, second, third = "int größe;", "\tif (ä🙂 + b)", "last"
        server = self.server()
        editor = self.editor(server.url, text=f"{first}\n{second}\n{third}\n")
        for row, line, before in [
            (1, first, ""),
            (1, first, "int gr"),
            (1, first, "int grö"),
            (1, first, first),
            (2, second, ""),
            (2, second, "\tif ("),
            (2, second, "\tif (ä"),
            (2, second, "\tif (ä🙂"),
            (2, second, second),
            (3, third, ""),
            (3, third, "la"),
            (3, third, third),
        ]:
            with self.subTest(row=row, before=before):
                json = self.request_at(editor, server, row, len(before.encode()) + 1, before)
                lines = [first + "\n", second + "\n", third + "\n"]
                self.assertEqual("".join(lines[: row - 1]), json["input_prefix"])
                self.assertEqual(before, json["prompt"])
                self.assertEqual(line[len(before) :] + "\n" + "".join(lines[row:]), json["input_suffix"])

    def test_an_empty_buffer(self):
        server = self.server()
        editor = self.editor(server.url)
        editor.type("i")
        json = server.wait_request("").json
        self.assertEqual(("", "", "\n"), (json["input_prefix"], json["prompt"], json["input_suffix"]))

    def test_the_other_fields(self):
        server = self.server()
        editor = self.editor(server.url, text="\t  x\n", n_predict=64)
        editor.type("A(")
        request = server.wait_request("\t  x(")
        self.assertEqual("/infill", request.path)
        self.assertEqual("application/json", request.headers["Content-Type"])
        self.assertNotIn("Authorization", request.headers)
        for name in ("input_prefix", "prompt", "input_suffix"):
            del request.json[name]
        self.assertEqual(
            {"input_extra": [], "n_predict": 64, "n_indent": 10, "stop": [], "t_max_predict_ms": 250, "stream": False}
            | {"alternative": 0},
            request.json,
        )

    def test_quotes_and_backslashes_arrive_unchanged(self):
        line = r"""printf("\"%s\\\n\x41\0'", @/etc/passwd); %{x} # \ """
        server = self.server()
        editor = self.editor(server.url, text="x\n" + line + "\n")
        self.assertEqual(line, self.request_at(editor, server, 2, len(line) + 1, line)["prompt"])
        self.assertEqual(line + "\n", self.request_at(editor, server, 1, 2, "x")["input_suffix"][1:])

    def test_256_lines_before_and_64_after_the_cursor_are_sent(self):
        lines = [f"line {number};\n" for number in range(1, 1001)]
        server = self.server()
        editor = self.editor(server.url, text="".join(lines))
        json = self.request_at(editor, server, 500, 1, "")
        self.assertEqual("".join(lines[499 - 256 : 499]), json["input_prefix"])
        self.assertEqual("".join(lines[499 : 500 + 64]), json["input_suffix"])

    def test_extras_are_pieces_of_the_other_buffers_of_the_filetype(self):
        lines = [f"line {number};\n" for number in range(1, 201)]
        (self.folder / "long.c").write_text("".join(lines))
        (self.folder / "short.c").write_text("short;\n")
        (self.folder / "other.txt").write_text("other\n")
        server = self.server()
        editor = self.editor(server.url, text="a\n")
        editor.run("edit long.c", "call cursor(100, 1)", "edit other.txt", "edit short.c", "edit a.c", "badd unloaded.c")
        extra = self.request_at(editor, server, 1, 2, "a")["input_extra"]
        texts = {piece["filename"]: piece["text"] for piece in extra}
        self.assertEqual({"long.c": "".join(lines[68:132]), "short.c": "short;\n"}, texts)
        for piece in extra:
            self.assertIsInstance(piece["time"][0], int)
        # A buffer in another window: its cursor there counts.
        editor.run("split long.c", "call cursor(1, 1)", "wincmd p")
        extra = self.request_at(editor, server, 1, 2, "a")["input_extra"]
        self.assertIn("".join(lines[:64]), [piece["text"] for piece in extra])

    def test_there_are_at_most_16_extras(self):
        server = self.server()
        editor = self.editor(server.url, text="a\n")
        names = [f"b{number}.c" for number in range(20)]
        for name in names:
            (self.folder / name).write_text(name + "\n")
        editor.run(*(f"edit {name}" for name in names), "edit a.c")
        extra = self.request_at(editor, server, 1, 2, "a")["input_extra"]
        self.assertEqual(16, len({piece["filename"] for piece in extra} & set(names)))
        self.assertEqual(16, len(extra))

    def test_long_lines_are_cut_so_that_the_server_accepts_the_request(self):
        server = self.server()
        for character in ("\t", "/", "x", "漢", "🙂"):
            with self.subTest(character=character):
                line = character * 60_000 + "\n"
                names = [f"b{number}.c" for number in range(16)]
                for name in names:
                    (self.folder / name).write_text(line)
                editor = self.editor(server.url, text=line + character * 60_000 + "y\n" + line)
                editor.run(*(f"edit {name}" for name in names), "edit a.c", "call cursor(2, 1)")
                server.requests.clear()
                editor.type("A")
                request = wait_for(lambda: server.requests, "a request")[-1]
                editor.leave_insert_mode()
                self.assertLess(int(request.headers["Content-Length"]), 12 * 10_000 + 16 * 1024)
                size = len(character.encode())
                for name, bytes_kept in (("input_prefix", 20_000), ("prompt", 4000), ("input_suffix", 10_000)):
                    text = request.json[name]
                    self.assertLessEqual(set(text), {character, "y", "\n"})
                    self.assertAlmostEqual(bytes_kept, len(text.encode()), delta=size)
                self.assertEqual(3, len(request.json["input_extra"]))

    def test_the_api_key_is_sent_but_in_no_process_list(self):
        key = "secret-0123456789"
        (self.folder / "key").write_text(key + "\n")
        server = self.server(respond=held)
        editor = self.editor(server.url, key_file=str(self.folder / "key"))
        editor.type("ia")
        request = server.wait_request("a")
        self.assertEqual(f"Bearer {key}", request.headers["Authorization"])
        wait_for(lambda: len(editor.eval("nvim_get_proc_children(getpid())")) == 1, "one curl")
        (curl,) = editor.eval("nvim_get_proc_children(getpid())")
        command = Path(f"/proc/{curl}/cmdline").read_bytes()
        self.assertTrue(command.startswith(b"curl\0"))
        self.assertNotIn(key.encode(), command + Path(f"/proc/{curl}/environ").read_bytes())


    def test_proxies_are_not_used(self):
        server = self.server()
        editor = self.editor(server.url)
        editor.run("let $http_proxy = 'http://127.0.0.1:1'")
        self.addCleanup(editor.run, "unlet $http_proxy")
        editor.type("ia")
        server.wait_request("a")


class WhenTest(EditorTest):
    def test_requests_wait_for_a_pause_in_typing(self):
        server = self.server()
        editor = self.editor(server.url, debounce_ms=1_000_000)
        for typed in ("a", "ab", "abc"):
            editor.type("i" + typed if typed == "a" else typed[-1])
            editor.wait("getline(1)", typed)
            self.assertEqual(1, editor.eval("len(timer_info())"))
        self.assertEqual([], server.requests)
        editor.run("lua require('charrnn').setup({ debounce_ms = 5 })")
        editor.type("d")
        server.wait_request("abcd")
        self.assertEqual(1, len(server.requests))

    def test_other_filetypes_and_modes_send_nothing(self):
        (self.folder / "a.txt").write_text("")
        server = self.server()
        editor = self.editor(server.url, text="text\n", file=self.folder / "a.txt")
        editor.type("iplain")
        editor.wait("getline(1)", "plain")
        self.check_requests(editor, server)
        editor.leave_insert_mode()
        editor.run("write", "edit a.c")
        editor.type("Rnext")
        editor.wait("getline(1)", "next")
        self.check_requests(editor, server)
        editor.leave_insert_mode()
        editor.type("x")
        editor.wait("getline(1)", "nex")
        self.check_requests(editor, server)
        self.assertEqual([], server.reads)
        editor.type("A;")
        server.wait_request("nex;")

    def test_insert_mode_begins_with_a_request_that_reads_the_text(self):
        server = self.server(read=held)
        editor = self.editor(server.url, text="int a;\nint b;\n", debounce_ms=1_000_000)
        editor.type("jA")
        (read,) = wait_for(lambda: server.reads, "a request")
        self.assertEqual(["int a;\n", "int b;"], [read.json[name] for name in ("input_prefix", "prompt")])
        editor.leave_insert_mode()
        editor.type("a//")
        editor.wait("getline(2)", "int b;//")
        self.assertEqual([read], server.reads)  # there is one at a time, and typing does not end it
        self.assertFalse(read.given_up)
        editor.leave_insert_mode()
        read.reply("")
        self.check_requests(editor, server)
        editor.type("i")
        wait_for(lambda: len(server.reads) == 2, "another request")
        server.reads[1].reply("")

    def test_nothing_is_shown_beside_the_completion_menu(self):
        server = self.server(texts={"word1 wo": "suggestion"}, respond=held)
        editor = self.editor(server.url, text="word1 \n")
        editor.type("Awo")
        editor.wait_suggestion("suggestion")
        editor.type("\x10")  # Ctrl-P
        editor.wait("pumvisible() || mode(1) == 'ic'", 1)
        self.assertIsNone(editor.suggestion())


class CommandTest(EditorTest):
    def test_toggle_turns_suggestions_off_and_on(self):
        server = self.server(texts={"a": "suggestion", "ab": "again"})
        editor = self.editor(server.url)
        editor.type("ia")
        editor.wait_suggestion("suggestion")
        self.assertIn("suggestions are off", editor.eval("execute('CharrnnToggle')"))
        self.assertIsNone(editor.suggestion())
        editor.type("x" + BACKSPACE)
        editor.wait("getline(1)", "a")
        self.check_requests(editor, server, "a")
        self.assertIn("suggestions are on", editor.eval("execute('CharrnnToggle')"))
        editor.type("b")
        editor.wait_suggestion("again")

    def test_a_key_requests_a_suggestion_in_any_file(self):
        server = self.server(texts={"a": "suggestion"})
        editor = self.editor(server.url, file=self.folder / "a.txt", auto=False)
        # The harness has removed all mappings.
        editor.run("runtime plugin/charrnn.lua", "imap <C-l> <Plug>(charrnn-complete)")
        editor.type("ia")
        editor.wait("getline(1)", "a")
        self.check_requests(editor, server)
        editor.type("\x0c")
        editor.wait_suggestion("suggestion")
        editor.type(TAB)
        editor.wait("getline(1)", "asuggestion")

    def test_checkhealth_names_what_is_missing(self):
        server = self.server(respond=lambda request: request.reply("x"))
        for url, expected in ((server.url, "completes code"), ("http://127.0.0.1:1", "Failed to connect")):
            editor = self.editor(url)
            editor.run("checkhealth charrnn")
            report = editor.text()
            self.assertIn(expected, report)
            self.assertIn("curl is 7.82 or later", report)
            self.assertIn("suggestions are on", report)


class RealServerTest(EditorTest):
    BEFORE = """#include <stdio.h>

static int first(int count)
{
\tint i;

\tfor (i = 0; i < count; i++)
\t\tprintf("%d\\n", i);

\treturn 0;
}

static int second(int count)
{
\tint i;

"""
    LINE = "\tfor (i = 0; i < count; i++)"
    AFTER = "\n}\n"

    def test_a_suggestion_appears_and_is_accepted(self):
        settings = {"key_file": os.environ["CHARRNN_KEY_FILE"]} if "CHARRNN_KEY_FILE" in os.environ else {}
        editor = self.editor(os.environ["CHARRNN_URL"], text=self.BEFORE + self.AFTER, **settings)
        editor.run(f"call cursor({len(self.BEFORE.splitlines()) + 1}, 1)")
        typed = ""
        suggestion = None
        editor.type("i")
        while not suggestion and typed != self.LINE:
            typed += self.LINE[len(typed)]
            editor.type(typed[-1])
            editor.wait("getline('.')", typed)
            wait_for(lambda: editor.suggestion() or editor.idle(), "an answer")
            suggestion = editor.suggestion()
            self.assertEqual([], editor.messages())
        self.assertTrue(suggestion, f"no suggestion anywhere in {self.LINE!r}")
        editor.type(TAB)
        editor.wait("getline('.') == " + json.dumps(typed), 0)
        editor.leave_insert_mode()
        editor.run("write")
        # A tab of the first line is shown as spaces.
        expected = self.BEFORE + typed + suggestion + self.AFTER
        self.assertEqual(expected.expandtabs(), self.file.read_text().expandtabs())
        print(f"after {typed!r} accepted {suggestion!r}")


if __name__ == "__main__":
    real = "CHARRNN_URL" in os.environ
    tests = [AcceptTest, StepTest, RecentTest, ConfidenceTest, RemovalTest, OtherKeysTest, FailureTest, RequestTest, WhenTest]
    tests.append(CommandTest)
    suite = unittest.TestSuite(
        unittest.defaultTestLoader.loadTestsFromTestCase(test) for test in ([RealServerTest] if real else tests)
    )
    sys.exit(not unittest.TextTestRunner(verbosity=2, failfast=True).run(suite).wasSuccessful())
