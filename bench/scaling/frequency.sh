#!/usr/bin/env bash
# Measures the effect of averaging on learning: the validation loss after the same number of characters, for several numbers
# of workers and of updates between two averagings. Here Spark's workers are threads (local[2]), which changes no result.
#   bench/scaling/frequency.sh [WORKERS/UPDATES …]
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
. "$root/bench/spark/environment.sh"
[ $# -gt 0 ] || set -- 1/16 2/8 2/32 4/8
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo "| workers | updates between averagings | validation, bits per character |"
echo "|---:|---:|---:|"
for setting in "$@"; do
  workers=${setting%/*}
  every=${setting#*/}
  (spark_class org.apache.spark.deploy.SparkSubmit --master 'local[2]' --class charrnn.spark.SparkTrain \
    --driver-memory 1g --conf spark.ui.enabled=false "$root/charrnn-spark.jar" --config "$root/config/quick.yaml" \
    --set corpus.path="$root/corpus" --set corpus.maxChars=300000 --set model.hidden=64 --set model.dropout=0 \
    --set training.maxMinutes=0 \
    --set training.epochs=3 --set training.precision=float32 --set training.validateEverySteps=0 \
    --set sampling.everySteps=1000000 --set name="w$workers-e$every" --workers "$workers" --average-every "$every") \
    > "$work/log" 2>&1 || { tail -20 "$work/log" >&2; exit 1; }
  bits=$(grep -o '"validationBpc":[0-9.]*' "checkpoints/w$workers-e$every/history.jsonl" | tail -1 | cut -d: -f2)
  printf '| %s | %s | %.3f |\n' "$workers" "$every" "$bits"
done
