#!/usr/bin/env python3
"""Trains a character LSTM in PyTorch for a given time on the split of a run, for comparison with charrnn's results.

Reads train.txt, validation.txt and test.txt, which bench/WriteParts.java writes, and trains as pytorch_char_rnn.py does,
in its fastest form. The learning rate follows the time budget: a linear warm-up, then a cosine to 0. Validation does
not count as training time. The weights with the lowest validation loss are tested.

    pytorch_train.py --parts parts --minutes 60 --hidden 512 --layers 1 --out results.jsonl
    pytorch_train.py --self-check

Prints one line of JSON and appends it to --out. Bits per character are measured as charrnn.evaluate.BitsPerCharacter
does; --self-check verifies this in a few seconds.
"""

import argparse
import copy
import json
import math
import os
import pathlib
import sys
import time

from pytorch_char_rnn import CharacterLstm, Training, keep_freed_memory

import torch
from torch.nn import functional

PEER_AGREEMENT = 2.337542  # bits per character
UNKNOWN = "\ufffd"  # index 0, as in charrnn; stands for characters that the training text does not have
SEGMENT = 100  # characters of a stream that are evaluated together
IGNORED = -100  # what cross_entropy ignores as a target
WARM_UP = 0.02  # share of the budget


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--parts", type=pathlib.Path, help="folder of train.txt, validation.txt and test.txt")
    parser.add_argument("--minutes", type=float, default=10, help="training time")
    parser.add_argument("--updates", type=int, default=0, help="end after so many updates instead, whatever the time")
    parser.add_argument("--layers", type=int, default=1)
    parser.add_argument("--hidden", type=int, default=512)
    parser.add_argument("--dropout", type=float, default=0.0)
    parser.add_argument("--rate", type=float, default=0.005, help="highest learning rate")
    parser.add_argument("--batch", type=int, default=32, help="parallel streams")
    parser.add_argument("--sequence", type=int, default=64, help="characters of a segment")
    parser.add_argument("--precision", choices=["float32", "bfloat16"], default="float32", help="of the training's products")
    parser.add_argument("--validations", type=int, default=10, help="points of the learning curve")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=pathlib.Path, help="file that the line of results is appended to")
    parser.add_argument("--self-check", action="store_true", help="check the evaluation's definition and end")
    options = parser.parse_args()
    if not options.self_check and options.parts is None:
        parser.error("--parts is missing")
    return options


def read(folder):
    """Texts of the three parts as indices, and the number of symbols."""
    # As bytes: reading as text would turn \r\n into \n.
    texts = [(folder / f"{part}.txt").read_bytes().decode() for part in ("train", "validation", "test")]
    symbols = [UNKNOWN] + sorted(set(texts[0]) - {UNKNOWN})
    indices = torch.zeros(sys.maxunicode + 1, dtype=torch.long)
    for index, character in enumerate(symbols):
        indices[ord(character)] = index
    code_points = (torch.frombuffer(bytearray(text.encode("utf-32-le")), dtype=torch.int32) for text in texts)
    return [indices[points] for points in code_points], len(symbols)


@torch.inference_mode()
def bits_per_character(model, text):
    """The mean over all characters but the first, in streams of at least 10,000 characters, at most 64 of them; each
    begins with an empty state and carries it to its end. Stream i predicts characters i·n + 1 to (i + 1)·n."""
    predicted = len(text) - 1
    streams = max(1, min(64, len(text) // 10_000))
    length = -(-predicted // streams)
    padding = streams * length - predicted
    inputs = functional.pad(text[:-1], (0, padding)).view(streams, length).t()
    targets = functional.pad(text[1:], (0, padding), value=IGNORED).view(streams, length).t()
    state = model.start(streams)
    nats = 0.0
    for at in range(0, length, SEGMENT):
        one_hot = functional.one_hot(inputs[at : at + SEGMENT], model.vocabulary).float()
        logits, state = model(one_hot, state)
        wanted = targets[at : at + SEGMENT].reshape(-1)
        nats += functional.cross_entropy(
            logits.reshape(-1, model.vocabulary), wanted, reduction="sum", ignore_index=IGNORED
        ).item()
    return nats / predicted / math.log(2)


def evaluate(model, text):
    model.eval()
    bits = bits_per_character(model, text)
    model.train()
    return bits


def new_model(options, vocabulary):
    model = CharacterLstm(vocabulary, options.hidden, options.layers, options.dropout)
    with torch.no_grad():
        for layer in range(options.layers):
            forget_gate = slice(options.hidden, 2 * options.hidden)
            getattr(model.lstm, f"bias_ih_l{layer}")[forget_gate] = 1  # char-rnn's, too
    return model


def rate_at(options, done):
    return options.rate * min(1, done / WARM_UP) * 0.5 * (1 + math.cos(math.pi * done))


def train(options, model, text, validation):
    """Trains until the budget is used up. Returns the learning curve and leaves the best weights in the model."""
    adam = torch.optim.Adam(model.parameters(), foreach=True)
    training = Training(model, text, options.batch, options.sequence, adam, options.precision)
    curve, best = [], None
    seconds, updates, nats, done = 0.0, 0, [], 0.0
    while done < 1:
        begin = time.perf_counter()
        adam.param_groups[0]["lr"] = rate_at(options, done)
        nats.append(training.update())
        seconds += time.perf_counter() - begin
        updates += 1
        done = updates / options.updates if options.updates else seconds / (60 * options.minutes)
        if done * options.validations >= len(curve) + 1 or done >= 1:
            point = {
                "seconds": round(seconds, 1),
                "updates": updates,
                "chars": updates * options.batch * options.sequence,
                "trainBpc": round(sum(nats) / len(nats) / math.log(2), 4),
                "validationBpc": round(evaluate(model, validation), 4),
            }
            nats = []
            curve.append(point)
            print(json.dumps(point), file=sys.stderr)
            if not math.isfinite(point["validationBpc"]):
                sys.exit("the training diverged")
            if point["validationBpc"] == min(p["validationBpc"] for p in curve):
                best = copy.deepcopy(model.state_dict())
    model.load_state_dict(best)
    return curve


def run(options):
    keep_freed_memory()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    (text, validation, test), vocabulary = read(options.parts)
    if options.out:
        options.out.open("a").close()  # an hour of training should not end with a folder that is not there
    model = new_model(options, vocabulary)
    begin = time.perf_counter()
    curve = train(options, model, text, validation)
    keys = ("layers", "hidden", "dropout", "rate", "batch", "sequence", "precision", "seed", "threads")
    result = {key: getattr(options, key) for key in keys} | {
        "minutes": None if options.updates else options.minutes,
        "vocabulary": vocabulary,
        "parameters": sum(parameter.numel() for parameter in model.parameters()),
        "updates": curve[-1]["updates"],
        "chars": curve[-1]["chars"],
        "charsPerSecond": round(curve[-1]["chars"] / curve[-1]["seconds"]),
        "trainingSeconds": curve[-1]["seconds"],
        "wallSeconds": round(time.perf_counter() - begin, 1),
        "validationBpc": evaluate(model, validation),
        "validationChars": len(validation) - 1,
        "testBpc": evaluate(model, test),
        "testChars": len(test) - 1,
        "torch": torch.__version__,
        "curve": curve,
    }
    line = json.dumps(result)
    print(line)
    if options.out:
        with options.out.open("a") as out:
            out.write(line + "\n")


class AdaptiveCounts:
    """Gives a symbol the probability (1 + how often its stream had it) / (V + how much its stream had): it depends on
    where streams begin and on what they carry. charrnn.evaluate.PeerAgreementTest has the same."""

    vocabulary = 11

    def start(self, streams):
        return torch.zeros(streams, self.vocabulary)

    def __call__(self, one_hot, counts):
        counts = counts + one_hot.cumsum(0)
        return torch.log(counts + 1), counts[-1]


def one_by_one(model, text, streams):
    """Bits per character with one call a character and stream."""
    length = -(-(len(text) - 1) // streams)
    nats = 0.0
    for stream in range(streams):
        state = model.start(1)
        for at in range(stream * length, min((stream + 1) * length, len(text) - 1)):
            one_hot = functional.one_hot(text[at], model.vocabulary).float().view(1, 1, -1)
            logits, state = model(one_hot, state)
            nats -= torch.log_softmax(logits.view(-1), 0)[text[at + 1]].item()
    return nats / (len(text) - 1) / math.log(2)


@torch.inference_mode()
def self_check():
    def check(what, measured, expected):
        print(f"{what}: {measured:.6f}, expected {expected:.6f}")
        if not abs(measured - expected) < 1e-5:
            sys.exit(f"{what} is wrong")

    torch.manual_seed(1)
    text = torch.tensor([i * i // 7 % (2 + i // 6000) for i in range(45_678)])
    check("adaptive counts, as in PeerAgreementTest", bits_per_character(AdaptiveCounts(), text), PEER_AGREEMENT)
    model = CharacterLstm(11, 8, 2).eval()
    short = text[:20_011]
    check("an LSTM, against one call a character", bits_per_character(model, short), one_by_one(model, short, 2))
    model.output.weight.zero_()
    model.output.bias.zero_()
    check("uniform", bits_per_character(model, text), math.log2(11))
    shares = torch.bincount(text, minlength=11) / len(text)
    model.output.bias.copy_(shares.log())
    costs = -shares.log2()[text[1:]]
    check("order 0", bits_per_character(model, text), costs.double().mean().item())


def main():
    options = arguments()
    if options.self_check:
        self_check()
    else:
        run(options)


if __name__ == "__main__":
    main()
