#!/usr/bin/env bash
# Tests a Spark cluster on this machine: a standalone master and two workers, each a process, on the loopback interface.
# Trains on it; kills a worker during a training; kills the driver and resumes; compares the resulting networks; stops
# everything.
#   WORKERS=4 bench/spark-cluster.sh
# With two workers, all results are equal bit for bit; with more, whose sums may have another order, to 0.01 bits.
# SPARK_HOME is the folder of Spark 3.3; without it, Maven downloads Spark's jars.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
port=${PORT:-17077}
workers=${WORKERS:-2}
master=spark://127.0.0.1:$port
pids=()
trap 'kill -9 "${pids[@]}" 2> /dev/null || true; rm -rf "$work"' EXIT

. "$root/bench/spark/environment.sh"
[ -f "$root/charrnn.jar" ] || mvn -q -f "$root/pom.xml" -DskipTests package

fail() {
  echo "FAILED: $1" >&2
  exit 1
}

await() { # await SECONDS WHAT COMMAND…
  local seconds=$1 what=$2
  shift 2
  for ((i = 0; i < seconds; i++)); do
    "$@" && return
    sleep 1
  done
  fail "$what: not within $seconds s"
}

start_master() {
  spark_class org.apache.spark.deploy.master.Master --host 127.0.0.1 --port "$port" --webui-port 0 \
    > "$work/master.log" 2>&1 &
  pids+=($!)
  disown
  await 300 "the master starts" grep -qs "New state: ALIVE" "$work/master.log"
}

start_worker() { # start_worker NAME
  spark_class org.apache.spark.deploy.worker.Worker --host 127.0.0.1 --cores 1 --memory 2g --webui-port 0 \
    --work-dir "$work/$1" "$master" > "$work/$1.log" 2>&1 &
  worker=$!
  pids+=("$worker")
  disown
  await 300 "$1 registers" grep -qs "Successfully registered" "$work/$1.log"
}

small=(--config "$root/config/quick.yaml" --set corpus.path="$root/corpus" --set corpus.maxChars=100000
  --set model.hidden=64 --set model.dropout=0 --set training.maxMinutes=0 --set training.epochs=2 --set training.precision=float32
  --set training.validateEverySteps=0 --set checkpoints.everySteps=16 --set sampling.everySteps=100000)

submit() { # submit NAME OPTION…
  local name=$1
  shift
  cd "$work"
  spark_class org.apache.spark.deploy.SparkSubmit --master "$master" --class charrnn.spark.SparkTrain \
    --driver-memory 1g --executor-memory 1g --executor-cores 1 --conf spark.ui.enabled=false \
    --conf spark.executorEnv.OMP_NUM_THREADS=1 --conf spark.eventLog.enabled=true \
    --conf spark.eventLog.dir="file://$work" --conf spark.scheduler.minRegisteredResourcesRatio=1 \
    "$root/charrnn-spark.jar" "${small[@]}" --set name="$name" --workers "$workers" --average-every 4 "$@"
}

ends_as_undisturbed() {
  if [ "$workers" = 2 ]; then
    local ended expected
    ended=$(weights "$1") && expected=$(weights undisturbed) || fail "its weights cannot be read"
    [ "$ended" = "$expected" ] || fail "the weights are others than those of the undisturbed"
    echo "ok: it ended with the very weights of the undisturbed one"
  else
    echo "validation, bits per character: $(bpc "$1"), undisturbed $(bpc undisturbed)"
    awk -v a="$(bpc "$1")" -v b="$(bpc undisturbed)" 'BEGIN { exit !(a - b < 0.01 && b - a < 0.01) }' \
      || fail "it ended elsewhere than the undisturbed"
    echo "ok: it ended where the undisturbed one did"
  fi
}
weights() {
  python3 -c 'import hashlib, sys, zipfile; print(hashlib.sha256(zipfile.ZipFile(sys.argv[1]).read("coefficients.bin")).hexdigest())' \
    "$work/checkpoints/$1/last.zip"
}
has_come_to() { grep -q "\"step\":$2[0-9]," "$work/checkpoints/$1/history.jsonl" 2> /dev/null; }
bpc() { grep -o '"validationBpc":[0-9.]*' "$work/checkpoints/$1/history.jsonl" | tail -1 | cut -d: -f2; }

echo "== a master and $workers workers"
start_master
for ((n = 1; n <= workers; n++)); do start_worker "worker$n"; done

echo "== an undisturbed training"
(submit undisturbed) > "$work/undisturbed.log" 2>&1 || { tail -30 "$work/undisturbed.log"; fail "the training"; }
grep -h "workers of\|^done at" "$work/undisturbed.log"

echo "== a training that loses a worker with its executor"
submit bereft > "$work/bereft.log" 2>&1 &
driver=$!
pids+=("$driver")
await 600 "the training begins" has_come_to bereft 2
kill -9 "$worker" $(pgrep -P "$worker")
wait "$driver" || { tail -30 "$work/bereft.log"; fail "the training that lost a worker"; }
grep -q "Lost executor" "$work/bereft.log" || fail "no executor was lost"
ends_as_undisturbed bereft

echo "== a training whose driver is killed, and which is resumed"
start_worker another
submit orphaned > "$work/orphaned.log" 2>&1 &
driver=$!
pids+=("$driver")
await 600 "the training begins" has_come_to orphaned 4
kill -9 "$driver"
wait "$driver" 2> /dev/null || true
(submit orphaned --resume) > "$work/resumed.log" 2>&1 || { tail -30 "$work/resumed.log"; fail "the resumed training"; }
grep -h "^resuming" "$work/resumed.log"
ends_as_undisturbed orphaned

echo "== the same training on one machine, and a sample from the cluster's checkpoint"
cd "$work"
java -jar "$root/charrnn.jar" train "${small[@]}" --set name=alone --no-ui > "$work/alone.log" 2>&1
java -jar "$root/charrnn.jar" sample --checkpoint checkpoints/undisturbed/best.zip --prime 'static int ' --length 60 --seed 1
echo
echo "validation, bits per character: cluster $(bpc undisturbed), one machine $(bpc alone)"
echo "bytes of a task's result: $(grep -ho '"Result Size":[0-9]*' "$work"/app-* | cut -d: -f2 | sort -n | tail -1)"
echo "all is well"
