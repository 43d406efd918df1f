#!/usr/bin/env bash
# Measures how much faster two Spark workers of one thread each are than one, on one machine with two cores. Here Spark's
# workers are threads (local[W]): all data is serialized, sent and averaged as on a cluster, but not over a network. Each
# worker has 32 streams. The machine should be idle otherwise.
#   bench/scaling/efficiency.sh [WORKERS/UPDATES …]
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
. "$root/bench/spark/environment.sh"
[ $# -gt 0 ] || set -- 1/16 2/16 1/64 2/64
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
options=(--config "$root/config/quick.yaml" --set corpus.path="$root/corpus" --set model.hidden=256 --set model.dropout=0
  --set training.epochs=0
  --set training.maxMinutes="${MINUTES:-0.75}" --set training.precision=float32 --set training.validateEverySteps=1000000
  --set checkpoints.everySteps=1000000 --set sampling.everySteps=1000000 --set training.reportEverySteps=1)

# Characters per second between the first report and the last.
speed() { # NAME
  grep -h '"trainBpc"' "checkpoints/$1/history.jsonl" | sed 's/.*"chars":\([0-9]*\).*"seconds":\([0-9.]*\).*/\1 \2/' \
    | awk 'NR == 1 { c = $1; s = $2 } END { printf "%.0f", ($1 - c) / ($2 - s) }'
}

java -jar "$root/charrnn.jar" train "${options[@]}" --set training.batchSize=32 --set name=alone --no-ui > "$work/log" 2>&1
echo "one machine, one thread: $(speed alone) chars/s"
echo
echo "| workers | updates between averagings | chars/s |"
echo "|---:|---:|---:|"
for setting in "$@"; do
  workers=${setting%/*}
  every=${setting#*/}
  (spark_class org.apache.spark.deploy.SparkSubmit --master "local[$workers]" --class charrnn.spark.SparkTrain \
    --driver-memory 2g --conf spark.ui.enabled=false "$root/charrnn-spark.jar" "${options[@]}" \
    --set training.batchSize=$((32 * workers)) --set name="w$workers-e$every" --workers "$workers" --average-every "$every") \
    > "$work/log" 2>&1 || { tail -20 "$work/log" >&2; exit 1; }
  echo "| $workers | $every | $(speed "w$workers-e$every") |"
done
