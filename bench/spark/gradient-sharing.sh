#!/usr/bin/env bash
# Compares Deeplearning4j's gradient sharing, which charrnn does not offer (docs/lab/scaling.md says why), with parameter averaging
# of the same network on the same data, on a loopback cluster of two workers. Shows the loss after each round, twice, the
# updates that arrive if both workers use one port, and the effect on a training when a worker's executor is killed.
#   bench/spark/gradient-sharing.sh
# SPARK_HOME is the folder of Spark 3.3; without it, Maven downloads Spark's jars. Takes five to thirteen minutes.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
. "$root/bench/spark/environment.sh"
more=$root/target/gradient-sharing
if [ ! -d "$more" ]; then
  mvn -q -f "$root/bench/spark/sharing-pom.xml" dependency:copy -DoutputDirectory="$more.part"
  mv "$more.part" "$more"
fi
work=$(cd "$(mktemp -d)" && pwd -P)
pids=()
end() {
  kill -9 "${pids[@]}" 2> /dev/null || true
  sleep 1
  # Aeron's files, which a killed process leaves in memory.
  find /dev/shm -maxdepth 1 -name "aeron-$(id -un)-*" -newer "$work/classes" -exec rm -rf {} + 2> /dev/null || true
  rm -rf "$work"
}
trap end EXIT
cd "$work"
mkdir classes
javac -d classes -cp "$root/charrnn-spark.jar:$SPARK_HOME/jars/*:$more/*" "$root/bench/spark/GradientSharing.java"
jar cf sharing.jar -C classes .

master=spark://127.0.0.1:${PORT:-17078}
spark_class org.apache.spark.deploy.master.Master --host 127.0.0.1 --port "${master##*:}" --webui-port 0 > master.log 2>&1 &
pids+=($!)
disown
for n in 1 2; do
  spark_class org.apache.spark.deploy.worker.Worker --host 127.0.0.1 --cores 1 --memory 2g --webui-port 0 \
    --work-dir "$work/worker$n" "$master" > "worker$n.log" 2>&1 &
  pids+=($!)
  disown
done

try() { # try ROUNDS fixed|adaptive|average=UPDATES
  spark_class org.apache.spark.deploy.SparkSubmit --master "$master" --class GradientSharing --driver-memory 1g \
    --executor-memory 1g --executor-cores 1 --conf spark.ui.enabled=false --conf spark.executorEnv.OMP_NUM_THREADS=1 \
    --conf spark.driver.host=127.0.0.1 --jars "$root/charrnn-spark.jar,$(ls "$more"/*.jar | paste -sd,)" sharing.jar "$@"
}
rounds() { grep -hE '^round|^[0-9]+ weights' "$1"; }
await() { # await SECONDS COMMAND…
  for ((i = 0; i < $1; i++)); do
    "${@:2}" && return
    sleep 1
  done
  return 1
}
has_ended() { ! kill -0 "$training" 2> /dev/null; }
whole() { # whole ROUNDS fixed|…: to its end, within ten minutes
  (try "$@") > log 2>&1 &
  training=$!
  pids+=($training)
  await 600 has_ended && wait $training || { tail -20 log >&2; exit 1; }
  rounds log
}

for how in average=8 fixed fixed adaptive adaptive; do
  echo "== $how"
  whole 8 "$how"
done
echo "== fixed, one port for all"
SHARING_PORT=40123 whole 2 fixed
echo "== fixed, and an executor is killed after the third round"
(try 20 fixed) > killed.log 2>&1 &
training=$!
pids+=($training)
await 600 grep -qs '^round 3:' killed.log || { tail -20 killed.log >&2; exit 1; }
victim=
for executor in $(pgrep -f CoarseGrainedExecutorBackend); do
  case $(readlink "/proc/$executor/cwd") in "$work/worker1"/*) victim=$executor ;; esac
done
kill -9 "$victim"
await 180 has_ended && ended=yes || ended=
rounds killed.log
if [ "$ended" ]; then
  wait $training && echo "it ended" || echo "it failed"
else
  echo "three minutes later it has not ended; its log goes on with"
  tail -1 killed.log
  disown $training
fi
