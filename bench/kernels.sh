#!/usr/bin/env bash
# Builds the JMH benchmarks of lstm/src/jmh and runs them.
#
#   bench/kernels.sh [JMH options]         all of them, five minutes; -l lists them, -h the options
#   bench/kernels.sh gatesForward -prof gc
#   bench/kernels.sh --brief [...]         two short iterations of each, a minute or two, to check that they run
set -euo pipefail
cd "$(dirname "$0")/.."
options=("$@")
if [ "${1:-}" = --brief ]; then
  options=(-wi 2 -w 500ms -i 2 -r 500ms "${@:2}")
fi
mvn -q -f lstm/pom.xml -Pjmh test-compile exec:exec -Dexec.args="-cp %classpath org.openjdk.jmh.Main ${options[*]}"
