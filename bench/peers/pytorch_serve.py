#!/usr/bin/env python3
"""Serves the same network with PyTorch and Python's plain HTTP server, for comparison. Each text has a thread.

    java -jar charrnn.jar export --checkpoint best.zip --out model.safetensors --format safetensors
    bench/peers/pytorch_serve.py model.safetensors --port 8090 &
    bench/serve/load.py http://127.0.0.1:8090

Answers POST /v1/completions only with streams, in the format of charrnn serve, one event per character. Each step uses
one of PyTorch's cells per layer, as the fastest way to sample in pytorch_char_rnn.py does. OMP_NUM_THREADS is the number
of threads of a matrix product, in addition to the threads of the texts. It has no limits and checks, unlike a real server.
"""

import argparse
import http.server
import json
import os
import pathlib

os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # before PyTorch: its threads would spin against each other

import torch
from check_safetensors import read_safetensors


class Network:
    """Weights of a stack of LSTMs of one size and of its output layer."""

    def __init__(self, path):
        tensors, metadata = read_safetensors(path)
        self.symbols = json.loads(metadata["vocabulary"])
        self.index = {symbol: i for i, symbol in enumerate(self.symbols)}
        self.hidden = json.loads(metadata["hidden_sizes"])
        names = "weight_ih", "weight_hh", "bias_ih", "bias_hh"
        self.layers = [[tensors[f"lstm.{name}_l{layer}"] for name in names] for layer in range(len(self.hidden))]
        self.output = tensors["output.weight"], tensors["output.bias"]

    def write(self, prompt, length, temperature, seed):
        """Characters, one after the other."""
        random = torch.Generator().manual_seed(seed)
        states = [(torch.zeros(1, size),) * 2 for size in self.hidden]
        one_hot = torch.zeros(1, len(self.symbols))
        for character in prompt[:-1]:
            self.step(self.index.get(character, 0), one_hot, states)
        symbol = self.index.get(prompt[-1], 0)
        for _ in range(length):
            logits = self.step(symbol, one_hot, states) / temperature
            logits[0, 0] = -torch.inf  # the unknown symbol
            symbol = torch.multinomial(torch.softmax(logits, 1), 1, generator=random).item()
            yield self.symbols[symbol]

    def step(self, symbol, one_hot, states):
        below = one_hot.zero_()
        below[0, symbol] = 1
        for layer, weights in enumerate(self.layers):
            states[layer] = torch.lstm_cell(below, states[layer], *weights)
            below = states[layer][0]
        return torch.nn.functional.linear(below, *self.output)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    network = None

    def do_POST(self):
        wanted = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        length = wanted.get("max_tokens", 16)
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            with torch.inference_mode():
                prompt, temperature = wanted["prompt"] or "\n", wanted.get("temperature", 0.7)
                for character in self.network.write(prompt, length, temperature, wanted.get("seed", 1)):
                    self.event(json.dumps({"choices": [{"text": character, "index": 0, "finish_reason": None}]}))
            self.event(json.dumps({"choices": [], "usage": {"completion_tokens": length}}))
            self.event("[DONE]")
            self.wfile.write(b"0\r\n\r\n")
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def event(self, data):
        content = f"data: {data}\n\n".encode()
        self.wfile.write(b"%x\r\n%s\r\n" % (len(content), content))

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 1024
    daemon_threads = True


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("weights", type=pathlib.Path, help="a network as charrnn export --format safetensors writes it")
    parser.add_argument("--port", type=int, default=8090)
    options = parser.parse_args()
    Handler.network = Network(options.weights)
    print(f"serving {options.weights} on http://127.0.0.1:{options.port}", flush=True)
    Server(("127.0.0.1", options.port), Handler).serve_forever()


main()
