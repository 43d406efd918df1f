# Sets up Spark and charrnn's jar for it. To be sourced, with $root set.
# SPARK_HOME is the folder of Spark 3.3; without it, Maven downloads Spark's jars into target/.
if [ -z "${SPARK_HOME:-}" ]; then
  SPARK_HOME=$root/target/spark-distribution
  [ -d "$SPARK_HOME/jars" ] \
    || mvn -q -f "$root/bench/spark/pom.xml" dependency:copy-dependencies -DoutputDirectory="$SPARK_HOME/jars"
fi
export SPARK_HOME SPARK_SCALA_VERSION=2.12 SPARK_LOCAL_IP=127.0.0.1 OMP_NUM_THREADS=1
[ -f "$root/charrnn-spark.jar" ] || mvn -q -f "$root/pom.xml" -Pspark -DskipTests package

# As bin/spark-class does it: Spark's launcher writes a mark and the command, with the --add-opens that Java 17 needs.
spark_class() {
  local command
  mapfile -d '' -t command < <(java -cp "$SPARK_HOME/jars/*" org.apache.spark.launcher.Main "$@" | tail -c +3)
  exec "${command[@]}"
}
