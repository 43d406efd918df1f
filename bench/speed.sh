#!/usr/bin/env bash
# Measures the training speed of the built jar, including data pipeline, updater and clipping, without the UI: the median
# speed of the updates in the second half of a run, in characters per second.
#
#   bench/speed.sh [--layers 2] [--hidden 512] [--batch 32] [--sequence 64] [--engine fast|stock] [--minutes 1]
#                  [--gates full|coupled] [--precision float32|bfloat16] [--match 0|1|2] [--jar charrnn.jar] [--plain]
#
# --plain prints only the number. A run should take half a minute or more, since Java compiles methods during the run.
set -euo pipefail
cd "$(dirname "$0")/.."
layers=2 hidden=512 batch=32 sequence=64 engine=fast gates= precision= match= minutes=1 jar=charrnn.jar plain=
while [ $# -gt 0 ]; do
  case $1 in
    --layers | --hidden | --batch | --sequence | --engine | --gates | --precision | --match | --minutes | --jar)
      [ $# -gt 1 ] || { echo "$1 needs a value" >&2; exit 2; }
      printf -v "${1#--}" %s "$2"
      shift
      ;;
    --plain) plain=yes ;;
    *) echo "unknown argument $1; see the head of bench/speed.sh" >&2; exit 2 ;;
  esac
  shift
done

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
java -jar "$jar" --config lstm.yaml --no-ui --set checkpoints.directory="$folder" --set name=speed \
  --set model.layers="$layers" --set model.hidden="$hidden" --set model.engine="$engine" --set model.dropout=0 \
  --set training.batchSize="$batch" --set training.sequenceLength="$sequence" --set training.maxMinutes="$minutes" \
  --set training.reportEverySteps=1 --set training.validateEverySteps=1000000 --set corpus.validationShare=0.001 \
  --set sampling.everySteps=1000000 --set sampling.length=1 --set checkpoints.everySteps=1000000 \
  ${gates:+--set model.gates="$gates"} ${match:+--set model.match="$match"} ${precision:+--set training.precision="$precision"} 2> "$folder/log" || { cat "$folder/log" >&2; exit 1; }

grep -o '"charsPerSecond":[0-9.]*' "$folder/speed/history.jsonl" | cut -d: -f2 > "$folder/speeds"
updates=$(wc -l < "$folder/speeds")
counted=$(((updates + 1) / 2))
median=$(tail -n "$counted" "$folder/speeds" | sort -n | sed -n "$(((counted + 1) / 2))p")
if [ "$plain" ]; then
  printf '%.0f\n' "$median"
else
  printf '%-90s %8.0f chars/s (median of %d updates)\n' "${layers}x$hidden, batch $batch, sequence $sequence, $engine${gates:+, $gates gates}${precision:+, $precision}${match:+, $match matches}" "$median" "$counted"
fi
