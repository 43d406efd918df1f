#!/usr/bin/env bash
# Measures the time from the start of the process to the report of the first update of a small network on a corpus.
#
#   bench/first-step.sh CORPUS
#
# The difference to the time with the starter corpus is the cost of a large corpus. JAVA_OPTS is passed to Java.
set -euo pipefail

corpus=$1
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'kill "$java" 2>/dev/null || true; wait "$java" 2>/dev/null || true; rm -rf "$work"' EXIT
echo 'name: first' >"$work/first.yaml"
begin=$(date +%s%N)
# shellcheck disable=SC2086
java ${JAVA_OPTS:-} -jar "$root/charrnn.jar" --config "$work/first.yaml" --no-ui --set corpus.path="$corpus" \
    --set checkpoints.directory="$work" --set model.hidden=16 --set training.batchSize=2 \
    --set training.sequenceLength=10 --set training.reportEverySteps=1 --set sampling.everySteps=1000000 \
    2>"$work/log" &
java=$!
until [ -s "$work/first/history.jsonl" ]; do
    kill -0 "$java" 2>/dev/null || { cat "$work/log" >&2; exit 1; }
    sleep 0.02
done
end=$(date +%s%N)
# On a busy machine, the processor time is more meaningful than the elapsed time.
cpu=$(awk '{ sub(/.*\) /, ""); printf ", %.2f s of processor time", ($12 + $13) / 100 }' "/proc/$java/stat" 2>/dev/null || true)
awk -v ns=$((end - begin)) -v cpu="$cpu" 'BEGIN { printf "%.2f s%s\n", ns / 1e9, cpu }'
