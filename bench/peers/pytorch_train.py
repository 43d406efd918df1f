#!/usr/bin/env python3
"""Trains a character LSTM in PyTorch for a given time on the split of a run, for comparison with charrnn's results.

Reads train.txt, validation.txt and test.txt, and train.matches and so on if they exist, which bench/WriteParts.java
writes, and trains as pytorch_char_rnn.py does,
in its fastest form. The learning rate follows the budget: a linear warm-up, then a cosine. Validation does not count as
training time. The weights with the lowest validation loss are tested.

    pytorch_train.py --parts parts --minutes 60 --hidden 512 --layers 1 --rate 0.005 --out results.jsonl
    pytorch_train.py --parts parts --minutes 10 --recipe charrnn --rate 0.015
    pytorch_train.py --self-check

A recipe sets clipping, beta1, beta2, warm-up, final rate and initial weights; options given besides it override it.

Prints one line of JSON and appends it to --out. Bits per character are measured as charrnn.evaluate.BitsPerCharacter
does; --self-check verifies this and the recipe of charrnn in a few seconds.
"""

import argparse
import copy
import json
import math
import os
import pathlib
import sys
import time

from pytorch_char_rnn import CharacterLstm, Training, keep_freed_memory, positions

import torch
from torch import nn
from torch.nn import functional

PEER_AGREEMENT = 2.337542  # bits per character
UNKNOWN = "\ufffd"  # index 0, as in charrnn; stands for characters that the training text does not have
SEGMENT = 100  # characters of a stream that are evaluated together
PARTS = ("train", "validation", "test")
IGNORED = -100  # what cross_entropy ignores as a target
WARM_UP = 0.02  # share of the budget, unless there are --warmup-steps
INPUT_DEVIATION = 0.2  # of the first layer's input weights, as in charrnn.model.Networks
RECIPES = {
    "char-rnn": {"clip": 1.0, "beta1": 0.9, "beta2": 0.999, "warmup_steps": None, "final_rate_share": 0.0, "init": "pytorch"},
    "charrnn": {"clip": 0.2, "beta1": 0.0, "beta2": 0.99, "warmup_steps": 200, "final_rate_share": 0.02, "init": "charrnn"},
}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--parts", type=pathlib.Path, help="folder of train.txt, validation.txt and test.txt")
    parser.add_argument("--minutes", type=float, default=10, help="training time")
    parser.add_argument("--updates", type=int, default=0, help="end after so many updates instead, whatever the time")
    parser.add_argument("--layers", type=int, default=1)
    parser.add_argument("--hidden", type=int, default=512)
    parser.add_argument("--dropout", type=float, default=0.0)
    parser.add_argument("--embedding", type=int, default=0, help="numbers of an input's embedding; 0: one-hot vectors")
    parser.add_argument("--match-dropout", type=float, default=0.0, help="share of segments without matches")
    parser.add_argument("--rate", type=float, default=0.005, help="highest learning rate")
    parser.add_argument("--recipe", choices=RECIPES, default="char-rnn", help="sets the next six options")
    parser.add_argument("--clip", type=float, help="largest global norm of the gradient, nats per character; 0: any")
    parser.add_argument("--beta1", type=float, help="decay of Adam's mean of gradients")
    parser.add_argument("--beta2", type=float, help="decay of Adam's mean of squared gradients")
    parser.add_argument("--warmup-steps", type=int, help="updates until the highest rate")
    parser.add_argument("--final-rate-share", type=float, help="share of the rate at which the cosine ends")
    parser.add_argument("--init", choices=["pytorch", "charrnn"], help="initial weights")
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
    for name, value in RECIPES[options.recipe].items():
        if getattr(options, name) is None:
            setattr(options, name, value)
    return options


def read(folder):
    """The inputs of the three parts as for positions(), the number of symbols, and that of inputs."""
    # As bytes: reading as text would turn \r\n into \n.
    texts = [(folder / f"{part}.txt").read_bytes().decode() for part in PARTS]
    symbols = [UNKNOWN] + sorted(set(texts[0]) - {UNKNOWN})
    indices = torch.zeros(sys.maxunicode + 1, dtype=torch.long)
    for index, character in enumerate(symbols):
        indices[ord(character)] = index
    code_points = (torch.frombuffer(bytearray(text.encode("utf-32-le")), dtype=torch.int32) for text in texts)
    parts, inputs = [], len(symbols)
    for part, points in zip(PARTS, code_points):
        characters = indices[points].unsqueeze(1)
        matches = folder / f"{part}.matches"
        if matches.exists():
            numbers = torch.frombuffer(bytearray(matches.read_bytes()), dtype=torch.int32)
            inputs = numbers[0].item()
            characters = torch.cat([characters, numbers[1:].view(len(characters), -1).long()], 1)
        parts.append(characters)
    return parts, len(symbols), inputs


@torch.inference_mode()
def bits_per_character(model, text):
    """The mean over all characters but the first, in streams of at least 10,000 characters, at most 64 of them; each
    begins with an empty state and carries it to its end. Stream i predicts characters i·n + 1 to (i + 1)·n."""
    predicted = len(text) - 1
    streams = max(1, min(64, len(text) // 10_000))
    length = -(-predicted // streams)
    padding = streams * length - predicted
    ones = positions(text)
    inputs = functional.pad(ones[:-1], (0, 0, 0, padding)).view(streams, length, -1).transpose(0, 1)
    targets = functional.pad(ones[1:, 0], (0, padding), value=IGNORED).view(streams, length).t()
    state = model.start(streams)
    nats = 0.0
    for at in range(0, length, SEGMENT):
        segment = inputs[at : at + SEGMENT]
        logits, state = model(model.vectors(segment), state)
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


def new_model(options, vocabulary, inputs=None):
    model = CharacterLstm(vocabulary, options.hidden, options.layers, options.dropout, inputs, options.embedding)
    if options.init == "charrnn":
        init_as_charrnn(model)
    with torch.no_grad():
        for layer in range(options.layers):
            forget_gate = slice(options.hidden, 2 * options.hidden)
            getattr(model.lstm, f"bias_ih_l{layer}")[forget_gate] = 1  # char-rnn's, too
    return model


@torch.no_grad()
def init_as_charrnn(model):
    """Deeplearning4j's Xavier initialisation, a normal distribution of the variance 2 / (fan-in + fan-out); for W and R of
    an LSTM layer it takes H as fan-in and the inputs plus H as fan-out. The first layer's W is scaled to a fixed deviation.
    Biases are 0. A layer has one vector of them: PyTorch's second one stays zero and is not trained."""
    lstm = model.lstm
    inputs = lstm.input_size
    for layer in range(lstm.num_layers):
        for name in ("weight_ih", "weight_hh"):
            getattr(lstm, f"{name}_l{layer}").normal_(std=math.sqrt(2 / (inputs + 2 * lstm.hidden_size)))
        getattr(lstm, f"bias_ih_l{layer}").zero_()
        getattr(lstm, f"bias_hh_l{layer}").zero_().requires_grad_(False)
        inputs = lstm.hidden_size
    deviation = INPUT_DEVIATION / math.sqrt(lstm.input_size) if model.embedding else INPUT_DEVIATION  # embeddings have 1
    lstm.weight_ih_l0.mul_(deviation / lstm.weight_ih_l0.std(unbiased=False))
    nn.init.xavier_normal_(model.output.weight)
    model.output.bias.zero_()


def rate_at(options, updates, done):
    """The rate of the next update, after so many updates and this share of the budget."""
    warm = done / WARM_UP if options.warmup_steps is None else (updates + 1) / max(1, options.warmup_steps)
    least = options.final_rate_share
    return options.rate * min(1, warm) * (least + (1 - least) * 0.5 * (1 + math.cos(math.pi * done)))


def train(options, text, sizes, validation):
    """Trains a new model until the budget is used up. Returns it with its best weights, and the learning curve."""
    torch.manual_seed(options.seed)
    model = new_model(options, *sizes)
    adam = torch.optim.Adam(model.parameters(), betas=(options.beta1, options.beta2), foreach=True)
    training = Training(model, text, options.batch, options.sequence, adam, options.precision, options.clip, options.match_dropout)
    curve, best = [], None
    seconds, updates, nats, done = 0.0, 0, [], 0.0
    while done < 1:
        begin = time.perf_counter()
        adam.param_groups[0]["lr"] = rate_at(options, updates, done)
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
                sys.exit(f"the training diverged with the rate {options.rate}")
            if point["validationBpc"] == min(p["validationBpc"] for p in curve):
                best = copy.deepcopy(model.state_dict())
    model.load_state_dict(best)
    return model, curve


def run(options):
    keep_freed_memory()
    torch.set_num_threads(options.threads)
    (text, validation, test), *sizes = read(options.parts)
    if options.out:
        options.out.open("a").close()  # an hour of training should not end with a folder that is not there
    begin = time.perf_counter()
    model, curve = train(options, text, sizes, validation)
    keys = ("recipe", "layers", "hidden", "dropout", "rate", "batch", "sequence", "precision", "seed", "threads")
    keys += ("clip", "beta1", "beta2", "init")
    result = {key: getattr(options, key) for key in keys} | {
        "warmupSteps": options.warmup_steps,
        "warmupShare": WARM_UP if options.warmup_steps is None else None,
        "finalRateShare": options.final_rate_share,
        "minutes": None if options.updates else options.minutes,
        "vocabulary": sizes[0],
        "inputs": sizes[1],
        "embedding": options.embedding,
        "matchDropout": options.match_dropout,
        "parameters": sum(parameter.numel() for parameter in model.parameters() if parameter.requires_grad),
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

    vocabulary = inputs = 11

    def start(self, streams):
        return torch.zeros(streams, self.vocabulary)

    def vectors(self, ones):
        return functional.one_hot(ones.squeeze(2), self.vocabulary).float()

    def __call__(self, one_hot, counts):
        counts = counts + one_hot.cumsum(0)
        return torch.log(counts + 1), counts[-1]


def one_by_one(model, stream):
    """The sum of nats over a stream that begins with an empty state, with one call a character."""
    state, nats = model.start(1), 0
    for symbol, following in zip(stream[:-1], stream[1:]):
        logits, state = model(functional.one_hot(symbol, model.vocabulary).float().view(1, 1, -1), state)
        nats = nats - torch.log_softmax(logits.view(-1).double(), 0)[following]
    return nats


def check(what, measured, expected, tolerance=1e-5):
    print(f"{what}: {measured:.6f}, expected {expected:.6f}")
    if not abs(measured - expected) <= tolerance:
        sys.exit(f"{what} is wrong")


@torch.inference_mode()
def check_evaluation():
    torch.manual_seed(1)
    text = torch.tensor([i * i // 7 % (2 + i // 6000) for i in range(45_678)])
    check("adaptive counts, as in PeerAgreementTest", bits_per_character(AdaptiveCounts(), text), PEER_AGREEMENT)
    model = CharacterLstm(11, 8, 2).eval()
    short = text[:20_011]  # two streams
    nats = one_by_one(model, short[:10_006]) + one_by_one(model, short[10_005:])
    check("an LSTM, against one call a character", bits_per_character(model, short), nats.item() / 20_010 / math.log(2))
    model.output.weight.zero_()
    model.output.bias.zero_()
    check("uniform", bits_per_character(model, text), math.log2(11))
    shares = torch.bincount(text, minlength=11) / len(text)
    model.output.bias.copy_(shares.log())
    costs = -shares.log2()[text[1:]]
    check("order 0", bits_per_character(model, text), costs.double().mean().item())


def check_initial_weights():
    """The network of charrnn.evaluate.PeerAgreementTest, which expects the same deviations of charrnn."""
    torch.manual_seed(1)
    model = CharacterLstm(98, 128, 2)
    init_as_charrnn(model)
    expected = {
        "weight_ih_l0": 0.2,
        "weight_hh_l0": math.sqrt(2 / 354),
        "weight_ih_l1": math.sqrt(2 / 384),
        "weight_hh_l1": math.sqrt(2 / 384),
    }
    for name, deviation in expected.items():
        # Of n draws the deviation is off by 1 / sqrt(2 n) of itself, which is 0.3 % of 65,536.
        check(f"deviation of {name}", getattr(model.lstm, name).std().item(), deviation, 0.01 * deviation)
    check("deviation of the output", model.output.weight.std().item(), math.sqrt(2 / 226), 0.02 * math.sqrt(2 / 226))


def check_clipping():
    """With plain gradient descent at rate 1 an update subtracts the clipped gradient."""
    text = torch.tensor([i * i // 7 % 11 for i in range(2_001)])
    sizes = argparse.Namespace(layers=2, hidden=16, dropout=0.0, embedding=0, init="charrnn")

    def change(clip):
        torch.manual_seed(1)
        model = new_model(sizes, 11)
        training = Training(model, text, 4, 25, torch.optim.SGD(model.parameters(), lr=1.0), clip=clip)
        before = copy.deepcopy(model)
        segment = training.streams[training.position : training.position + 26, :, 0]
        training.update()
        squares = sum((a - b).square().sum() for a, b in zip(model.parameters(), before.parameters()))
        return model, before, segment, squares.sqrt().item()

    model, before, segment, norm = change(0)
    loss = sum(one_by_one(before, stream) for stream in segment.t()) / segment[1:].numel()
    trained = [parameter for parameter in before.parameters() if parameter.requires_grad]
    squares = sum(gradient.square().sum() for gradient in torch.autograd.grad(loss, trained))
    check("norm of the gradient, against one call a character", norm, squares.sqrt().item())
    check("the same, clipped", change(norm / 3)[3], norm / 3)
    check("the same, clipped at more than it is", change(2 * norm)[3], norm)
    check("the second bias", model.lstm.bias_hh_l1.abs().max().item(), 0.0, 0.0)


def check_schedule():
    """Rates of charrnn.train.LearningRate with 200 steps of warm-up and a cosine to a fiftieth."""
    options = argparse.Namespace(rate=0.015, **RECIPES["charrnn"])
    check("rate of the first update", rate_at(options, 0, 0), 0.015 / 200, 1e-9)
    check("rate half-way", rate_at(options, 5_000, 0.5), 0.015 * 0.51, 1e-9)
    check("rate at the end", rate_at(options, 10_000, 1), 0.015 * 0.02, 1e-9)


def main():
    options = arguments()
    if not options.self_check:
        return run(options)
    torch.set_num_threads(1)  # the products are small
    check_evaluation()
    check_initial_weights()
    check_clipping()
    check_schedule()


if __name__ == "__main__":
    main()
