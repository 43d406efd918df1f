"""A Neovim in a pseudo-terminal, and a server that records requests and answers with texts that a test chooses."""

import fcntl
import json
import os
import pty
import select
import shutil
import signal
import socket
import struct
import termios
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

CLIENT = Path(__file__).resolve().parent.parent
DEADLINE_SECONDS = 15


def wait_for(condition, what):
    """Polls a condition until it holds, and returns its value."""
    end = time.monotonic() + DEADLINE_SECONDS
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"after {DEADLINE_SECONDS} s, still not: {what() if callable(what) else what}")
        time.sleep(0.005)


class Rpc:
    """Evaluates Vim expressions over Neovim's MessagePack-RPC. Knows only the types that occur here."""

    def __init__(self, connection):
        self.socket = connection
        self.stream = connection.makefile("rb")

    @classmethod
    def connect(cls, address):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(DEADLINE_SECONDS)
        try:
            connection.connect(address)
        except OSError:
            connection.close()
            return None
        return cls(connection)

    def eval(self, expression):
        """The value of an expression whose value is a string."""
        text = expression.encode()
        # [type 0: request, id 0, "nvim_eval", [expression]]
        self.socket.sendall(b"\x94\x00\x00\xa9nvim_eval\x91\xdb" + struct.pack(">I", len(text)) + text)
        _, _, error, result = self._read()
        if error:
            raise AssertionError(f"{expression}: {error[1]}")
        return result

    def _read(self):
        kind = self._number(1)
        if kind < 0x80:
            return kind
        if 0x90 <= kind <= 0x9F:
            return [self._read() for _ in range(kind - 0x90)]
        if kind == 0xC0:
            return None
        length = kind - 0xA0 if 0xA0 <= kind <= 0xBF else self._number({0xD9: 1, 0xDA: 2, 0xDB: 4}[kind])
        return self.stream.read(length).decode(errors="replace")

    def _number(self, size):
        return int.from_bytes(self.stream.read(size), "big")


class Editor:
    """Neovim in a pseudo-terminal of 30 x 100: keys go through the terminal, its state is read through its RPC socket."""

    def __init__(self, home):
        address = str(home / "nvim.sock")
        environment = {
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "PATH": os.environ["PATH"],
            "TERM": "xterm-256color",
            **{f"XDG_{name}_HOME": str(home / name) for name in ("CONFIG", "DATA", "STATE", "CACHE")},
            "XDG_RUNTIME_DIR": str(home),
        }
        command = ["nvim", "--clean", "-n", "-i", "NONE", "--listen", address]
        command += ["--cmd", f"set runtimepath^={CLIENT} ttimeoutlen=5"]
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
            os.chdir(home)
            os.execve(shutil.which("nvim"), command, environment)
        threading.Thread(target=self._drain, daemon=True).start()
        self.rpc = wait_for(lambda: Rpc.connect(address), "Neovim listens")
        wait_for(lambda: self.eval("v:vim_did_enter && &columns == 100"), "Neovim has started")

    def open(self, file, settings):
        """Reloads the client and opens a file as the only one."""
        if self.eval("mode()") != "n":
            self.leave_insert_mode()
        wait_for(self.idle, "the last client has ended its requests")
        self.run(f"cd {file.parent}", "only", "silent %bwipeout!", "imapclear", "messages clear")
        # The settings travel as JSON in Lua's long brackets.
        self.run(f"lua package.loaded.charrnn = nil; require('charrnn').setup(vim.json.decode([==[{json.dumps(settings)}]==]))")
        self.run(f"silent edit {file}")

    def _drain(self):
        try:
            while os.read(self.terminal, 65536):
                pass
        except OSError:
            pass

    def type(self, keys):
        """Sends keys in one burst, as a terminal does."""
        os.write(self.terminal, keys.encode())

    def eval(self, expression):
        """The value of a Vim expression."""
        return json.loads(self.rpc.eval(f"json_encode({expression})"))

    def run(self, *commands):
        for command in commands:
            self.eval(f"execute({json.dumps(command)})")

    def wait(self, expression, expected):
        """Waits until an expression has the expected value."""
        seen = []

        def holds():
            seen[:] = [self.eval(expression)]
            return seen[0] == expected

        wait_for(holds, lambda: f"{expression} == {expected!r}; it is {seen[0]!r}")

    def leave_insert_mode(self):
        self.type("\x1b")
        self.wait("mode()", "n")

    def text(self):
        return "\n".join(self.eval("getline(1, '$')"))

    def suggestion(self):
        """The suggestion as it is shown, or None."""
        marks = self.eval("nvim_buf_get_extmarks(0, nvim_create_namespace('charrnn'), 0, -1, {'details': v:true})")
        if not marks:
            return None
        ((_, _, _, details),) = marks
        chunks = [details["virt_text"], *details.get("virt_lines", [])]
        return "\n".join("".join(text for text, _ in line) for line in chunks)

    def problem(self):
        """The failure as it is shown at the end of a line, or None."""
        marks = self.eval("nvim_buf_get_extmarks(0, nvim_create_namespace('charrnn-problem'), 0, -1, {'details': v:true})")
        return "".join(text for text, _ in marks[0][3]["virt_text"]) if marks else None

    def wait_suggestion(self, expected):
        seen = []

        def holds():
            seen[:] = [self.suggestion()]
            return seen[0] == expected

        wait_for(holds, lambda: f"the suggestion is {expected!r}; it is {seen[0]!r}")

    def screen(self, row):
        """A row of the screen."""
        self.run("redraw")
        return "".join(self.eval(f"map(range(1, &columns), 'screenstring({row}, v:val)')")).rstrip()

    def idle(self):
        """Whether no request is pending or waits for a pause in typing."""
        return self.eval("empty(timer_info()) && empty(nvim_get_proc_children(getpid()))")

    def messages(self):
        return [line for line in self.eval("execute('messages')").split("\n") if "charrnn" in line]

    def close(self):
        """Ends Neovim as a terminal does that is closed."""
        os.kill(self.pid, signal.SIGHUP)
        wait_for(lambda: os.waitpid(self.pid, os.WNOHANG)[0], "Neovim has ended")
        os.close(self.terminal)
        self.rpc.socket.close()


class Request:
    """A request: its path, headers and JSON, whether the client has closed the connection, and its answer."""

    def __init__(self, path, headers, body):
        self.path = path
        self.headers = headers
        self.json = body
        self.given_up = False
        self.done = False
        self.answer = None  # (status, body)

    def reply(self, content):
        self.answer = (200, json.dumps({"content": content}))


class StandInServer:
    """Records requests. Answers with the text for their prompt, or else with respond(request); n_predict 0 with read(request)."""

    def __init__(self, texts=(), respond=lambda request: request.reply(""), read=lambda request: request.reply("")):
        self.requests = []
        self.reads = []  # those with n_predict 0
        self.texts = dict(texts)
        self.respond = respond
        self.read = read
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                request = Request(self.path, self.headers, json.loads(body))
                if request.json["n_predict"] == 0:
                    stand_in.read(request)
                elif request.json["prompt"] in stand_in.texts:
                    request.reply(stand_in.texts[request.json["prompt"]])
                else:
                    stand_in.respond(request)
                (stand_in.requests if request.json["n_predict"] else stand_in.reads).append(request)
                while not request.answer and not request.given_up:
                    readable, _, _ = select.select([self.connection], [], [], 0.005)
                    request.given_up = bool(readable) and not self.connection.recv(1, socket.MSG_PEEK)
                if request.answer:
                    status, text = request.answer
                    try:
                        self.send_response(status)
                        self.end_headers()
                        self.wfile.write(text.encode())
                    except OSError:
                        request.given_up = True
                request.done = True

            def log_message(self, *arguments):
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, args=(0.02,), daemon=True).start()

    def wait_request(self, prompt):
        """The newest request with this prompt."""
        return wait_for(
            lambda: next((r for r in reversed(self.requests) if r.json["prompt"] == prompt), None),
            lambda: f"a request with prompt {prompt!r}; there are {[r.json['prompt'] for r in self.requests]}",
        )

    def close(self):
        self.http.shutdown()
        self.http.server_close()
