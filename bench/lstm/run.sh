#!/usr/bin/env bash
# Trains Deeplearning4j's two example networks with stock layers and with charrnn's, in turn, and prints the
# medians over rounds.
#
#   bench/lstm/run.sh [--rounds N] [--core K] [--rate R] [--jar FILE] characters|charts EPOCHS
#
#   characters  character modelling, on corpus/kernel
#   charts      classification of control charts
#   --rate R    the learning rate of characters, 0.002
#   --core K    on core K alone, with one native thread; the times are the processor's, for a machine that is busy
#
# In each round stock trains for EPOCHS epochs. charrnn trains for as many and, on from there, until it has taken stock's
# time.
set -euo pipefail
cd "$(dirname "$0")/../.."
rounds=3 core="" rate=0.002 jar=charrnn.jar
while [[ ${1:-} == --* ]]; do
  case $1 in
    --rounds) rounds=$2 ;;
    --core) core=$2 ;;
    --rate) rate=$2 ;;
    --jar) jar=$2 ;;
    *) echo "unknown option $1" >&2; exit 2 ;;
  esac
  shift 2
done
[ $# = 2 ] || { sed -n '5,10s/^# \{0,1\}//p' "$0" >&2; exit 2; }
epochs=$2
classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
case $1 in
  characters) program=(CharacterModelling) last=("$classes/text.c" "$rate") ;;
  charts) program=(SequenceClassification) last=() ;;
  *) echo "characters or charts, not $1" >&2; exit 2 ;;
esac
javac -proc:none -d "$classes" -cp "$jar" bench/lstm/*.java
cat corpus/kernel/*.[ch] > "$classes/text.c"
before=() clock=()
[ -z "$core" ] || { before=(env OMP_NUM_THREADS=1 taskset -c "$core"); clock=(-Dclock=cpu); }

train() { # LAYERS SECONDS
  "${before[@]}" java "${clock[@]}" -cp "$classes:$jar" "${program[@]}" "$1" "$epochs" "$2" "${last[@]}" 2>&1 |
    tee -a /dev/stderr | grep '^result' >> "$classes/results"
}
for _ in $(seq "$rounds"); do
  train stock 0
  train charrnn "$(tail -n 1 "$classes/results" | cut -d ' ' -f 7)"
done

python3 - "$classes/results" "$epochs" <<'END_OF_PROGRAM'
import statistics, sys

print(f"load {open('/proc/loadavg').read().split()[0]} at the end")
rows = [line.split()[1:] for line in open(sys.argv[1])]
for layers in ("stock", "charrnn"):
    epoch, after, within, epochs_within, total = (
        statistics.median(column) for column in zip(*[map(float, row[1:]) for row in rows if row[0] == layers])
    )
    single = sorted(float(row[1]) for row in rows if row[0] == layers)
    print(f"{layers}: {epoch:.2f} s an epoch ({single[0]:.2f} to {single[-1]:.2f}), loss {after:.3f} after {sys.argv[2]} epochs")
    if layers == "stock":
        print(f"  which took {total:.1f} s")
    else:
        print(f"  loss {within:.3f} after that time, {epochs_within:.0f} epochs")
END_OF_PROGRAM
