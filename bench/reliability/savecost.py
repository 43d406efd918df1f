#!/usr/bin/env python3
"""Estimates the share of a training's time that its saves took from its history: compares the median time between two
equally distant reports with a save in between and that without.

    bench/reliability/savecost.py checkpoints/kernel

The intervals are read from the run's config.yaml. Each validation also saves. If all saves belong to validations, the time
of the validations is included, otherwise such reports are left out.
"""
import json
import pathlib
import re
import statistics
import sys


def key(config, name):
    return int(re.search(rf"^ +{name}: (\d+)$", config, re.M).group(1))


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    run = pathlib.Path(sys.argv[1])
    config = (run / "config.yaml").read_text()
    report, validate = key(config, "reportEverySteps"), key(config, "validateEverySteps")
    save = key(config.split("\ncheckpoints:", 1)[1].split("\nsampling:", 1)[0], "everySteps")
    lines = [json.loads(line) for line in (run / "history.jsonl").read_text().splitlines()]
    reports = [line for line in lines if "trainBpc" in line]
    plain, saving, validating = [], [], []
    for one, next_one in zip(reports, reports[1:]):
        steps = range(one["step"], next_one["step"])  # what follows an update comes after its report
        if len(steps) != report:
            continue
        validates = any(validate and step % validate == 0 for step in steps)
        saves = any(step % save == 0 for step in steps)
        (validating if validates else saving if saves else plain).append(next_one["seconds"] - one["seconds"])
    with_validation = " and a validation" if not saving else ""
    if not saving:
        saving, save = validating, validate
    if not saving or not plain:
        sys.exit(f"{run}: the history tells of no save")
    cost = statistics.median(saving) - statistics.median(plain)
    share = cost / (statistics.median(plain) * save / report)
    print(
        f"{report} updates: {statistics.median(plain):.3f} s ({len(plain)}), with a save{with_validation} {statistics.median(saving):.3f} s"
        f" ({len(saving)}); every {save} steps, that takes {100 * share:.1f} % of the time"
    )


main()
