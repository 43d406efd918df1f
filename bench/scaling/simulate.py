#!/usr/bin/env python3
"""Calculates with the formulas of docs/lab/scaling.md how training scales with the size of a cluster, and draws the curves.

  bench/scaling/simulate.py                       the table
  bench/scaling/simulate.py --svg docs/images     and the curves
"""
import argparse
import math

WORKERS = [1, 2, 4, 8, 16, 32, 64]
HIDDEN = {"10 M": 884, "30 M": 1552, "100 M": 2862}  # two layers, 96 symbols


def parameters(hidden, symbols=96):
    """Weights of two LSTM layers and the softmax."""
    first = 4 * hidden * (symbols + hidden + 1)
    second = 4 * hidden * (2 * hidden + 1)
    return first + second + symbols * (hidden + 1)


def products(hidden, symbols=96):
    """Weights that take part in products for each character; the first layer's one-hot input only selects rows."""
    return 4 * hidden * hidden + 8 * hidden * hidden + symbols * hidden


def update_seconds(hidden, chars, flops):
    """Two operations per weight, once in the forward and twice in the backward pass."""
    return 6 * products(hidden) * chars / flops


def round_bytes(hidden, compression=1.0):
    """One copy of the network with Adam's two averages, 4 bytes per number."""
    return 12 * parameters(hidden) / compression


def arrivals(workers):
    """Networks that arrive one after the other on the way back, in Spark's treeAggregate of depth 2."""
    scale = max(math.ceil(math.sqrt(workers)), 2)
    arrived = 0
    while workers > scale + math.ceil(workers / scale):
        arrived += math.ceil(workers / (workers // scale))
        workers //= scale
    return arrived + workers


def updates_for(share, hidden, workers, arguments):
    """Updates between two averagings with which the workers compute for so much of the time."""
    lost = exchange_seconds(hidden, workers, arguments.gbit * 1e9 / 8, arguments.overhead, "spark")
    update = update_seconds(hidden, arguments.chars, arguments.gflops * 1e9)
    return max(1, math.ceil(share / (1 - share) * lost / update))


def exchange_seconds(hidden, workers, bandwidth, overhead, way, compression=1.0):
    """Seconds that a round takes beyond its updates."""
    if workers == 1:
        return 0.0
    size = round_bytes(hidden, compression)
    if way == "spark":
        # Out: a torrent, in which each machine sends about what it gets. Back: sums in a tree, each node taking in the
        # networks below it one after the other.
        return overhead + (1 + arrivals(workers)) * size / bandwidth
    if way == "gradients":
        # All-reduce of gradients in a ring, 4 bytes a number: each sends and takes its share twice.
        return overhead / 10 + 2 * (workers - 1) / workers * 4 * parameters(hidden) / compression / bandwidth
    raise ValueError(way)


def efficiency(hidden, workers, arguments, every, way="spark", compression=1.0):
    """Share of the time in which the workers compute; each has as many streams as one machine alone (weak scaling)."""
    compute = every * update_seconds(hidden, arguments.chars, arguments.gflops * 1e9)
    lost = exchange_seconds(hidden, workers, arguments.gbit * 1e9 / 8, arguments.overhead, way, compression)
    return compute / (compute + lost)


def ways(every):
    """(name, updates between exchanges, way, compression)"""
    return [
        ("averaged every update", 1, "spark", 1.0),
        (f"averaged every {every}", every, "spark", 1.0),
        (f"averaged every {every * 8}", every * 8, "spark", 1.0),
        ("gradients, every update", 1, "gradients", 1.0),
        ("gradients, compressed 30 times", 1, "gradients", 30.0),
    ]


def table(arguments):
    lines = []
    for name, hidden in HIDDEN.items():
        seconds = update_seconds(hidden, arguments.chars, arguments.gflops * 1e9)
        lines.append(f"**{name}** (2×{hidden}, {parameters(hidden) / 1e6:.1f} M parameters): an update of"
                     f" {arguments.chars:,} characters computes for {seconds:.2f} s; a round moves"
                     f" {round_bytes(hidden) / 1e6:,.0f} MB a copy\n")
        lines.append("| workers | " + " | ".join(str(w) for w in WORKERS) + " |")
        lines.append("|---|" + "---:|" * len(WORKERS))
        for label, every, way, compression in ways(arguments.every):
            speeds = [w * efficiency(hidden, w, arguments, every, way, compression) for w in WORKERS]
            lines.append(f"| {label} | " + " | ".join(f"{s:.1f}" for s in speeds) + " |")
        needed = [updates_for(0.9, hidden, w, arguments) for w in WORKERS[1:]]
        lines.append("| *updates between averagings for 90 %* | – | " + " | ".join(f"*{n}*" for n in needed) + " |")
        lines.append("")
    return "\n".join(lines)


def svg(name, hidden, arguments):
    """Speed over workers, both logarithmic."""
    width, height, margin = 520, 360, 50

    def x(workers):
        return margin + (width - 2 * margin) * math.log2(workers) / 6

    def y(speed):
        return height - margin - (height - 2 * margin) * (math.log2(max(speed, 0.125)) + 3) / 9

    colours = ["#c0392b", "#2471a3", "#1e8449", "#7d3c98", "#d68910"]
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif"'
             ' font-size="11"><rect width="100%" height="100%" fill="white"/>',
             f'<text x="{margin}" y="20" font-size="13">{name} parameters: speed in machines, over workers</text>']
    for workers in WORKERS:
        parts.append(f'<text x="{x(workers):.0f}" y="{height - margin + 18}" text-anchor="middle">{workers}</text>')
    for speed in [0.125, 0.5, 1, 4, 16, 64]:
        parts.append(f'<line x1="{margin}" x2="{width - margin}" y1="{y(speed):.0f}" y2="{y(speed):.0f}" stroke="#ddd"/>')
        parts.append(f'<text x="{margin - 6}" y="{y(speed) + 4:.0f}" text-anchor="end">{speed:g}</text>')
    parts.append(f'<line x1="{x(1):.0f}" y1="{y(1):.0f}" x2="{x(64):.0f}" y2="{y(64):.0f}" stroke="#999"'
                 ' stroke-dasharray="4"/>')
    for i, (label, every, way, compression) in enumerate(ways(arguments.every)):
        points = " ".join(f"{x(w):.1f},{y(w * efficiency(hidden, w, arguments, every, way, compression)):.1f}"
                          for w in WORKERS)
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colours[i]}" stroke-width="2"/>')
        parts.append(f'<text x="{margin + 8}" y="{42 + 14 * i}" fill="{colours[i]}">{label}</text>')
    return "\n".join(parts) + "\n</svg>\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chars", type=int, default=6400, help="characters of a worker's update (64 × 100)")
    parser.add_argument("--gflops", type=float, default=180, help="what a worker computes, 10⁹ operations a second")
    parser.add_argument("--gbit", type=float, default=10, help="network of each machine, 10⁹ bits a second")
    parser.add_argument("--overhead", type=float, default=0.5, help="seconds a round costs besides the transfer")
    parser.add_argument("--every", type=int, default=16, help="updates between two averagings")
    parser.add_argument("--svg", help="folder for the curves")
    arguments = parser.parse_args()
    print(table(arguments))
    if arguments.svg:
        for name, hidden in HIDDEN.items():
            path = f"{arguments.svg}/scaling-{name.replace(' ', '').lower()}.svg"
            with open(path, "w", encoding="utf-8") as out:
                out.write(svg(name, hidden, arguments))


if __name__ == "__main__":
    main()
