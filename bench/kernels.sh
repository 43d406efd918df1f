#!/usr/bin/env bash
# Builds the JMH benchmarks of lstm/src/jmh and runs them.
#
#   bench/kernels.sh [JMH options]         all of them, five minutes; -l lists them, -h the options
#   bench/kernels.sh gatesForward -prof gc
set -euo pipefail
cd "$(dirname "$0")/.."
mvn -q -f lstm/pom.xml -Pjmh test-compile exec:exec -Dexec.executable=java -Dexec.classpathScope=test \
  -Dexec.args="-cp %classpath org.openjdk.jmh.Main $*"
