#!/usr/bin/env bash
# Deeplearning4j's gradient sharing on a loopback cluster of two workers, which charrnn does not offer (docs/scaling.md says
# why), beside parameter averaging of the same network on the same data: the loss after each round, twice, what arrives
# where both workers have one port, and what becomes of the training when a worker's executor is killed.
#   bench/spark/gradient-sharing.sh
# SPARK_HOME names a Spark 3.3 to use; without it, Maven fetches Spark's jars. Five to thirteen minutes.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
. "$root/bench/spark/environment.sh"
more=$root/target/gradient-sharing
[ -d "$more" ] || mvn -q -f "$root/bench/spark/sharing-pom.xml" dependency:copy -DoutputDirectory="$more"
work=$(mktemp -d)
pids=()
trap 'kill -9 "${pids[@]}" 2> /dev/null || true; rm -rf "$work"' EXIT
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
rounds() { grep -hE '^round|^[0-9]+ weights' "$1" || { tail -20 "$1" >&2; exit 1; }; }

for how in average=8 fixed fixed adaptive adaptive; do
  echo "== $how"
  (try 8 "$how") > log 2>&1
  rounds log
done
echo "== fixed, one port for all"
(SHARING_PORT=40123 try 2 fixed) > log 2>&1
rounds log
echo "== fixed, and an executor is killed after the third round"
(try 20 fixed) > killed.log 2>&1 &
training=$!
pids+=($training)
until grep -qs '^round 3:' killed.log; do
  kill -0 $training
  sleep 0.2
done
for executor in $(pgrep -f CoarseGrainedExecutorBackend); do
  case $(readlink "/proc/$executor/cwd") in "$work/worker1"/*) kill -9 "$executor" ;; esac
done
for ((i = 0; i < 180; i++)); do
  sleep 1
  kill -0 $training 2> /dev/null || break
done
rounds killed.log
if [ $i -lt 180 ]; then
  wait $training && echo "it ended" || echo "it failed"
else
  echo "three minutes later it has not ended; its log goes on with"
  tail -1 killed.log
  disown $training
fi
