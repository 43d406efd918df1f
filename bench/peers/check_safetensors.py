#!/usr/bin/env python3
"""Checks that PyTorch computes the same with exported weights as charrnn with the checkpoint.

Exports a checkpoint as safetensors, loads the file into nn.LSTM and nn.Linear, lets both programs read a text, and compares the log-probabilities of every symbol after every character.

    bench/peers/check_safetensors.py --checkpoint checkpoints/lstm/best.zip --text corpus/some/file.c

Prints the largest difference in nats and the bits per character of both; exit code 1 if the difference is 1e-4 or more.
"""

import argparse
import json
import math
import pathlib
import struct
import subprocess
import sys
import tempfile

import torch
from torch import nn

ALLOWED = 1e-4  # nats
ROOT = pathlib.Path(__file__).resolve().parents[2]
JAR = ROOT / "charrnn.jar"


def read_safetensors(path):
    """Tensors by name, and the metadata."""
    content = path.read_bytes()
    (length,) = struct.unpack_from("<Q", content)
    header = json.loads(content[8 : 8 + length])
    metadata = header.pop("__metadata__", {})
    data = bytearray(content[8 + length :])
    tensors = {}
    for name, entry in header.items():
        assert entry["dtype"] == "F32", f"{name} is no float tensor"
        values = data[slice(*entry["data_offsets"])]
        tensors[name] = torch.frombuffer(values, dtype=torch.float32).view(entry["shape"])
    return tensors, metadata


class CharacterLstm(nn.Module):
    """One nn.LSTM, or where layers differ in size, one for each layer."""

    def __init__(self, vocabulary, hidden):
        super().__init__()
        if len(set(hidden)) == 1:
            self.lstm = nn.LSTM(vocabulary, hidden[0], len(hidden))
        else:
            self.lstm = nn.ModuleList(nn.LSTM(*sizes) for sizes in zip([vocabulary, *hidden], hidden))
        self.output = nn.Linear(hidden[-1], vocabulary)

    def forward(self, one_hot):
        """Log-probabilities [T, V] of one-hot characters [T, V]."""
        activations = one_hot
        for lstm in self.lstm if isinstance(self.lstm, nn.ModuleList) else [self.lstm]:
            activations, _ = lstm(activations)
        return torch.log_softmax(self.output(activations), -1)


def pytorch(path, text):
    """Log-probabilities [T, V], and the text as indices [T]."""
    tensors, metadata = read_safetensors(path)
    if metadata["matches"] != "0":
        sys.exit(f"{path} is a network that reads matches, which charrnn alone computes")
    symbols = json.loads(metadata["vocabulary"])
    model = CharacterLstm(len(symbols), json.loads(metadata["hidden_sizes"]))
    model.load_state_dict(tensors)  # refuses a name or a shape that is not its own
    index = {symbol: i for i, symbol in enumerate(symbols)}
    encoded = torch.tensor([index.get(character, 0) for character in text])
    with torch.inference_mode():
        return model(nn.functional.one_hot(encoded, len(symbols)).float()), encoded


def charrnn(*arguments):
    return subprocess.run(["java", "-cp", JAR, *arguments], check=True, stdout=subprocess.PIPE, text=True).stdout


def bits_per_character(log_probabilities, encoded):
    following = log_probabilities[:-1].gather(1, encoded[1:].unsqueeze(1))
    return -following.double().mean().item() / math.log(2)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--checkpoint", type=pathlib.Path, required=True)
    parser.add_argument("--text", type=pathlib.Path, required=True, help="a UTF-8 file")
    parser.add_argument("--chars", type=int, default=5000, help="how many of its characters to read")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        exported = pathlib.Path(folder) / "model.safetensors"
        export = ["--checkpoint", options.checkpoint, "--out", exported, "--format", "safetensors"]
        charrnn("charrnn.cli.Main", "export", *export)
        with options.text.open(encoding="utf-8", newline="") as file:
            theirs, encoded = pytorch(exported, file.read(options.chars))
    printed = charrnn(ROOT / "bench/LogProbabilities.java", options.checkpoint, options.text, str(len(encoded)))
    ours = torch.tensor([json.loads(line) for line in printed.splitlines()])
    assert ours.shape == theirs.shape, f"charrnn printed {tuple(ours.shape)}, PyTorch {tuple(theirs.shape)}"
    difference = (ours - theirs).abs().max().item()
    steps, vocabulary = ours.shape
    print(f"{steps} characters × {vocabulary} symbols: log-probabilities differ by at most {difference:.2e} nats")
    bits = bits_per_character(ours, encoded), bits_per_character(theirs, encoded)
    print(f"bits per character: {bits[0]:.5f} charrnn, {bits[1]:.5f} PyTorch {torch.__version__}")
    sys.exit(difference >= ALLOWED)


if __name__ == "__main__":
    main()
