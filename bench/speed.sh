#!/usr/bin/env bash
# Measures the training speed of the built jar, including data pipeline, updater and clipping, without the UI: the median
# speed of the updates in the second half of a run, in characters per second.
#
#   bench/speed.sh [--layers 2] [--hidden 512] [--batch 32] [--sequence 64] [--engine fast|stock] [--minutes 1]
#                  [--gates full|coupled] [--dropout 0] [--precision float32|bfloat16] [--jar charrnn.jar] [--plain]
#   bench/speed.sh [hidden] [batch] [sequence] [engine] [minutes]        the same with positional arguments and two layers
#
# --plain prints only the number. A run should take half a minute or more, since Java compiles methods during the run.
#
# OMP_WAIT_POLICY=active bench/speed.sh … shows the cost of OpenMP's spinning threads on a busy machine;
# BUSY=2 bench/speed.sh … makes the machine busy with two endless loops.
set -euo pipefail
cd "$(dirname "$0")/.."
layers=2 hidden=512 batch=32 sequence=64 engine=fast gates= dropout=0 precision= minutes=1 jar=charrnn.jar plain=
places=(hidden batch sequence engine minutes)
while [ $# -gt 0 ]; do
  case $1 in
    --layers | --hidden | --batch | --sequence | --engine | --gates | --dropout | --precision | --minutes | --jar)
      [ $# -gt 1 ] || { echo "$1 needs a value" >&2; exit 2; }
      printf -v "${1#--}" %s "$2"
      shift
      ;;
    --plain) plain=yes ;;
    -*) echo "unknown option $1; see the head of bench/speed.sh" >&2; exit 2 ;;
    *)
      [ ${#places[@]} -gt 0 ] || { echo "one argument too many: $1" >&2; exit 2; }
      printf -v "${places[0]}" %s "$1"
      places=("${places[@]:1}")
      ;;
  esac
  shift
done

folder=$(mktemp -d)
loops=()
trap 'kill "${loops[@]}" 2> /dev/null || true; rm -rf "$folder"' EXIT
for ((i = 0; i < ${BUSY:-0}; i++)); do
  (while :; do :; done) &
  loops+=($!)
done
java -jar "$jar" --config lstm.yaml --no-ui --set checkpoints.directory="$folder" --set name=speed \
  --set model.layers="$layers" --set model.hidden="$hidden" --set model.engine="$engine" --set model.dropout="$dropout" \
  --set training.batchSize="$batch" --set training.sequenceLength="$sequence" --set training.maxMinutes="$minutes" \
  --set training.reportEverySteps=1 --set training.validateEverySteps=1000000 --set corpus.validationShare=0.001 \
  --set sampling.everySteps=1000000 --set sampling.length=1 --set checkpoints.everySteps=1000000 \
  ${gates:+--set model.gates="$gates"} ${precision:+--set training.precision="$precision"} 2> "$folder/log" || { cat "$folder/log" >&2; exit 1; }

grep -o '"charsPerSecond":[0-9.]*' "$folder/speed/history.jsonl" | cut -d: -f2 > "$folder/speeds"
updates=$(wc -l < "$folder/speeds")
counted=$(((updates + 1) / 2))
median=$(tail -n "$counted" "$folder/speeds" | sort -n | sed -n "$(((counted + 1) / 2))p")
if [ "$plain" ]; then
  printf '%.0f\n' "$median"
else
  printf '%-90s %8.0f chars/s (median of %d updates)\n' "${layers}x$hidden, batch $batch, sequence $sequence, $engine${gates:+, $gates gates}, dropout $dropout${precision:+, $precision}, \
OMP_WAIT_POLICY=${OMP_WAIT_POLICY:-unset}, BUSY=${BUSY:-0}" "$median" "$counted"
fi
