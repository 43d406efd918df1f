#!/usr/bin/env bash
# Fuzzes charrnn with Jazzer, guided by coverage: the targets run one after the other in one process, with a line of figures each.
#
#   bench/fuzz.sh                                    all targets, a minute each
#   bench/fuzz.sh files split --seconds 3600         these, an hour each
#   bench/fuzz.sh configuration --runs 10000000      this one, with this number of inputs
#   bench/fuzz.sh --list                             names the targets
#
# charrnn-fuzz in the system's folder for temporary files receives for each target a log, a corpus of inputs, from which the
# next run continues, and the inputs that failed (findings). To keep a finding, copy it to
# src/test/resources/…FuzzTestInputs/TARGET: the tests of that target then fail until it is fixed.
set -euo pipefail
cd "$(dirname "$0")/.."
out=${TMPDIR:-/tmp}/charrnn-fuzz limit=(-max_total_time=60)
# Lines of "class method": the method follows the line of its annotation.
known=$(grep -rA1 --include='*FuzzTest.java' '@FuzzTest' src/test/java |
  sed -nE 's|^src/test/java/(.*)\.java-.* void (\w+)\(.*|\1 \2|p' | tr / . | sort)
names=()
while [ $# -gt 0 ]; do
  case $1 in
    --list) cut -d' ' -f2 <<< "$known"; exit ;;
    --seconds) limit=("-max_total_time=${2:?seconds are missing}") && shift ;;
    # 0: not the five minutes that Jazzer gives a test
    --runs) limit=("-runs=${2:?a number is missing}" -max_total_time=0) && shift ;;
    *)
      grep -q " $1\$" <<< "$known" || { echo "'$1' is no target; see the head of bench/fuzz.sh" >&2; exit 2; }
      names+=("$1")
      ;;
  esac
  shift
done
[ ${#names[@]} -gt 0 ] || mapfile -t names < <(cut -d' ' -f2 <<< "$known")

classpath=$(mvn -q test-compile org.codehaus.mojo:exec-maven-plugin:3.5.1:exec -Dexec.executable=echo \
  -Dexec.classpathScope=test -Dexec.args=%classpath)

# The parsers below charrnn are watched too, so that the fuzzer finds its way through them.
watched='charrnn.**,org.yaml.snakeyaml.**,com.fasterxml.jackson.core.**,com.google.re2j.**'

fuzz() {
  local class=$1 name=$2 folder=$out/$2
  mkdir -p "$folder/corpus" "$folder/findings"
  # From there, since Jazzer would make folders in a project that it is started in.
  (cd "$folder" && OMP_NUM_THREADS=1 java -Xmx1g -Djunit.jupiter.execution.timeout.mode=disabled \
    -cp "$classpath" com.code_intelligence.jazzer.Jazzer \
    --target_class="$class" --target_method="$name" --instrument="$watched" --keep_going=100 \
    --reproducer_path=findings "${limit[@]}" -timeout=600 -artifact_prefix=findings/ corpus > log 2>&1) ||
    true # a finding, too; the log tells them apart
}

# libFuzzer's last line: "#4096 DONE cov: 900 ft: 1500 corp: 80/9Kb …"; cov counts edges, corp the inputs kept.
# 1 if there was a finding, or the target did not come to its end.
figures() {
  awk -v name="$1" '
    function after(word,   i) { for (i = 1; i < NF; i++) if ($i == word) return $(i + 1); return "?" }
    /^#[0-9]+/ { runs = substr($1, 2); cov = after("cov:"); corpus = after("corp:"); sub("/.*", "", corpus) }
    /^Done [0-9]+ runs in/ { done = 1; seconds = $5 }
    /^== Java Exception|^==[0-9]+== ERROR/ { findings++ }
    END {
      printf "%-20s %10d runs %7s s %8s/s %6s edges %6s inputs %3d findings\n", name, runs, seconds ? seconds : "?",
        seconds ? int(runs / seconds) : "?", cov, corpus, findings
      if (!done) print name " did not run to its end: see its log"
      exit findings || !done
    }' "$out/$1/log"
}

failed=0
for name in "${names[@]}"; do
  fuzz "$(grep " $name\$" <<< "$known" | cut -d' ' -f1)" "$name"
  figures "$name" || failed=1
done
exit $failed
