#!/usr/bin/env python3
"""Trains or samples a stacked character LSTM with PyTorch's own layers on the CPU, as fast as they allow, for comparison.

Training is stateful truncated BPTT over contiguous streams of a folder's .c and .h files: one-hot input, nn.LSTM (which
runs on oneDNN), a linear layer, cross entropy, clipping by the global norm, Adam. The speed is the median over the
updates of the second half of the run, after a few warm-up updates. Sampling draws at temperature 1, one character a call, without gradients.

    pytorch_char_rnn.py --corpus corpus --layers 2 --hidden 512 --batch 64 --sequence 100 --seconds 10
    pytorch_char_rnn.py --corpus corpus --layers 2 --hidden 512 --sample 500 [--streams 64]

Each prints one line of JSON. The defaults are the fastest options that were found.
"""

import argparse
import ctypes
import json
import math
import os
import pathlib
import statistics
import sys
import time

TUNED = "--as-it-comes" not in sys.argv
if TUNED:
    # Debian's PyTorch has two pools of threads, OpenMP's and OpenBLAS's, and each spins while the other works. OpenMP
    # reads this once, when it is loaded.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import torch
from torch import nn
from torch.nn import functional

WARM_UP = 3  # updates: the first loads libraries and compiles oneDNN's kernels
BLOCK = 50  # characters that are timed together in sampling


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--corpus", type=pathlib.Path, required=True, help="a folder; its .c and .h files are read")
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument("--hidden", type=int, default=512)
    parser.add_argument("--batch", type=int, default=64, help="parallel streams of a training")
    parser.add_argument("--sequence", type=int, default=100, help="characters of a segment")
    parser.add_argument("--seconds", type=float, default=10, help="how long to train, or at most to sample")
    parser.add_argument("--updates", type=int, default=0, help="end after so many updates instead")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="sample N characters a stream, do not train")
    parser.add_argument("--streams", type=int, default=1, help="streams sampled together")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--precision", choices=["float32", "bfloat16"], default="float32", help="of a training's products")
    parser.add_argument("--step", choices=["cells", "lstm"], default="cells", help="how to sample")
    parser.add_argument("--as-it-comes", action="store_true", help="leave waiting threads and freed memory as they are")
    return parser.parse_args()


def keep_freed_memory():
    """Makes glibc keep what PyTorch frees. By default it gives each large tensor back to the system, and the next update
    spends a quarter of its time on having the same pages mapped and cleared again."""
    trim_threshold, top_pad, mmap_max = -1, -2, -4  # numbers of malloc.h
    libc = ctypes.CDLL(None)
    libc.mallopt(mmap_max, 0)
    libc.mallopt(trim_threshold, 2**31 - 1)
    libc.mallopt(top_pad, 2**28)


def encoded(folder):
    """The text of a folder as indices, and how many different characters it has."""
    # Not the kernel, which corpus/fetch-linux.sh unpacks there: config/lstm.yaml leaves it out too.
    kernel = folder / "linux"
    files = sorted(path for path in folder.rglob("*.[ch]") if kernel not in path.parents)
    text = "".join(path.read_text(encoding="utf-8", errors="replace") for path in files)
    if not text:
        sys.exit(f"{folder} has no .c or .h files")
    symbols = {character: index for index, character in enumerate(sorted(set(text)))}
    return torch.tensor([symbols[character] for character in text]), len(symbols)


class CharacterLstm(nn.Module):
    """A stack of LSTMs; dropout, as in char-rnn, behind each of them.

    Reads vectors of as many numbers as there are symbols, or of more, where others stand beside the one-hot character; with an
    embedding, the sum of the embeddings of their ones."""

    def __init__(self, vocabulary, hidden, layers, dropout=0.0, inputs=None, embedding=0):
        super().__init__()
        self.vocabulary = vocabulary
        self.inputs = inputs or vocabulary
        self.embedding = nn.EmbeddingBag(self.inputs, embedding, mode="sum") if embedding else None
        # nn.LSTM has no dropout behind its last layer, and warns where there is but one.
        self.lstm = nn.LSTM(embedding or self.inputs, hidden, layers, dropout=dropout if layers > 1 else 0.0)
        self.dropout = nn.Dropout(dropout)
        self.output = nn.Linear(hidden, vocabulary)

    def vectors(self, ones):
        """What the LSTM reads of inputs with ones at these positions, [T, B, ones]."""
        if self.embedding:
            return self.embedding(ones.flatten(0, 1)).view(*ones.shape[:2], -1)
        return torch.zeros(*ones.shape[:2], self.inputs).scatter_(2, ones, 1)

    def forward(self, vectors, state):
        """Logits [T, B, V] after vectors [T, B, inputs], such as one-hot characters, and the state after them."""
        activations, state = self.lstm(vectors, state)
        return self.output(self.dropout(activations)), state

    def start(self, batch):
        shape = self.lstm.num_layers, batch, self.lstm.hidden_size
        return torch.zeros(shape), torch.zeros(shape)


def positions(text):
    """The positions of the ones of each input, [n, ones]. A text of characters alone, [n], has one for each."""
    return text if text.dim() == 2 else text.unsqueeze(1)


class Training:
    """Stateful truncated BPTT over contiguous streams of a text; update() does one segment of all streams.

    The text may have the form of positions() or be of characters alone. In a share of all segments, match_dropout, the columns after the first are those of
    the text's first character, which has no matches.

    In bfloat16 the products are, as torch.autocast has it; weights, loss and Adam stay in float32. The global norm of
    the gradient, in nats per character, is clipped at clip; 0 is no clipping."""

    def __init__(self, model, text, batch, sequence, adam, precision="float32", clip=1.0, match_dropout=0.0):
        length = len(text) // batch
        if length <= sequence:
            sys.exit(f"the text has {len(text)} characters, too few for {batch} streams of {sequence}")
        self.model = model
        self.sequence = sequence
        self.adam = adam
        self.clip = clip or math.inf
        self.autocast = torch.autocast("cpu", torch.bfloat16, enabled=precision == "bfloat16")
        # [length, B, ones]: a segment of all streams is a slice, nothing is copied.
        self.streams = positions(text)[: batch * length].view(batch, length, -1).transpose(0, 1).contiguous()
        self.match_dropout = match_dropout
        self.blank = positions(text)[0, 1:].clone()
        self.begin_epoch()

    def begin_epoch(self):
        # Elsewhere in each epoch, so that the gradient is not always cut at the same places.
        length, batch = self.streams.shape[:2]
        self.position = torch.randint(min(self.sequence, length - self.sequence), ()).item()
        self.state = self.model.start(batch)

    def update(self):
        """The loss of the segment before the update, in nats per character."""
        if self.position + self.sequence >= len(self.streams):
            self.begin_epoch()
        segment = self.streams[self.position : self.position + self.sequence + 1]
        self.position += self.sequence
        read = segment[:-1]
        if self.match_dropout:
            hidden = torch.rand(read.shape[1]) < self.match_dropout
            read = read.clone()
            read[:, hidden, 1:] = self.blank
        with self.autocast:
            logits, state = self.model(self.model.vectors(read), self.state)
        self.state = state[0].detach(), state[1].detach()
        loss = functional.cross_entropy(logits.float().view(-1, self.model.vocabulary), segment[1:, :, 0].reshape(-1))
        self.adam.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), self.clip, foreach=True)
        self.adam.step()
        return loss.item()


def train(options, text, vocabulary):
    """Speeds of the updates, in characters per second, and the last loss in bits per character."""
    model = CharacterLstm(vocabulary, options.hidden, options.layers)
    adam = torch.optim.Adam(model.parameters(), lr=0.002, foreach=True)
    training = Training(model, text, options.batch, options.sequence, adam, options.precision)
    for _ in range(WARM_UP):
        training.update()
    speeds = []
    end = time.perf_counter() + options.seconds
    while len(speeds) < options.updates if options.updates else time.perf_counter() < end:
        begin = time.perf_counter()
        nats = training.update()
        speeds.append(options.batch * options.sequence / (time.perf_counter() - begin))
    return speeds, nats / math.log(2)


class LstmSteps:
    """One character through nn.LSTM, which has oneDNN rearrange all weights at each call: slower than the cells."""

    def __init__(self, model, streams):
        self.model = model
        self.state = model.start(streams)
        self.one_hot = torch.zeros(1, streams, model.vocabulary)

    def __call__(self, symbols):
        self.one_hot.zero_().scatter_(2, symbols.unsqueeze(0), 1)
        logits, self.state = self.model(self.one_hot, self.state)
        return logits[0]


class CellSteps:
    """One character through PyTorch's cell, layer by layer: a plain product with the weights where they lie."""

    def __init__(self, model, streams):
        lstm = model.lstm
        self.model = model
        self.weights = [
            [getattr(lstm, f"{name}_l{layer}") for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")]
            for layer in range(lstm.num_layers)
        ]
        self.states = [(torch.zeros(streams, lstm.hidden_size),) * 2 for _ in self.weights]
        self.one_hot = torch.zeros(streams, model.vocabulary)

    def __call__(self, symbols):
        below = self.one_hot.zero_().scatter_(1, symbols, 1)
        for layer, weights in enumerate(self.weights):
            self.states[layer] = torch.lstm_cell(below, self.states[layer], *weights)
            below = self.states[layer][0]
        return self.model.output(below)


def sample(options, vocabulary):
    """Speeds of blocks of characters, all streams together, in characters per second."""
    model = CharacterLstm(vocabulary, options.hidden, options.layers).eval()
    speeds = []
    with torch.inference_mode():
        step = (CellSteps if options.step == "cells" else LstmSteps)(model, options.streams)
        symbols = torch.zeros(options.streams, 1, dtype=torch.long)
        end = time.perf_counter() + options.seconds
        while len(speeds) < 2 or len(speeds) * BLOCK < options.sample and time.perf_counter() < end:
            begin = time.perf_counter()
            for _ in range(BLOCK):
                symbols = torch.multinomial(torch.softmax(step(symbols), 1), 1)
            speeds.append(BLOCK * options.streams / (time.perf_counter() - begin))
    return speeds


def main():
    options = arguments()
    if TUNED:
        keep_freed_memory()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    text, vocabulary = encoded(options.corpus)
    result = {"mode": "train", "layers": options.layers, "hidden": options.hidden, "vocabulary": vocabulary}
    if options.sample:
        speeds = sample(options, vocabulary)
        result |= {"mode": "sample", "streams": options.streams, "step": options.step, "tuned": TUNED}
    else:
        speeds, bits = train(options, text, vocabulary)
        result |= {"batch": options.batch, "sequence": options.sequence, "tuned": TUNED}
        result |= {"precision": options.precision, "updates": len(speeds), "bitsPerChar": round(bits, 3)}
    # The first half is the warm-up.
    result["charsPerSecond"] = round(statistics.median(speeds[len(speeds) // 2 :]), 1)
    print(json.dumps(result | {"torch": torch.__version__, "threads": torch.get_num_threads()}))


if __name__ == "__main__":
    main()
