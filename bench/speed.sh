#!/usr/bin/env bash
# Training speed of the built jar, data pipeline, updater and clipping included, UI off: the median of the speeds in the
# second half of a run's history, in characters per second.
#
#   bench/speed.sh [hidden] [batch] [sequence] [engine] [minutes]        two layers; default 512 32 64 fast 1
#
# OMP_WAIT_POLICY=active bench/speed.sh … shows what OpenMP's spinning threads cost on a busy machine, and
# BUSY=2 bench/speed.sh … makes the machine busy with that many endless loops.
set -euo pipefail
cd "$(dirname "$0")/.."
hidden=${1:-512} batch=${2:-32} sequence=${3:-64} engine=${4:-fast} minutes=${5:-1}
folder=$(mktemp -d)
loops=()
trap 'kill "${loops[@]}" 2> /dev/null || true; rm -rf "$folder"' EXIT
for ((i = 0; i < ${BUSY:-0}; i++)); do
  (while :; do :; done) &
  loops+=($!)
done
java -jar charrnn.jar --config lstm.yaml --no-ui --set checkpoints.directory="$folder" --set name=speed \
  --set model.hidden="$hidden" --set training.batchSize="$batch" --set training.sequenceLength="$sequence" \
  --set model.engine="$engine" --set training.maxMinutes="$minutes" --set training.reportEverySteps=1 \
  --set training.validateEverySteps=1000000 --set sampling.everySteps=1000000 --set checkpoints.everySteps=1000000 \
  2> "$folder/log" || { cat "$folder/log"; exit 1; }
grep -o '"charsPerSecond":[0-9.]*' "$folder/speed/history.jsonl" | cut -d: -f2 \
  | awk -v what="2x$hidden, batch $batch, sequence $sequence, $engine, OMP_WAIT_POLICY=${OMP_WAIT_POLICY:-unset}, BUSY=${BUSY:-0}" \
    '{v[NR] = $1} END {n = 0; for (i = int(NR / 2) + 1; i <= NR; i++) w[++n] = v[i];
      for (i = 2; i <= n; i++) for (j = i; j > 1 && w[j] < w[j - 1]; j--) {t = w[j]; w[j] = w[j - 1]; w[j - 1] = t}
      printf "%-90s %8.0f chars/s (median of %d updates)\n", what, w[int((n + 1) / 2)], n}'
