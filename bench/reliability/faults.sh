#!/usr/bin/env bash
# Injects faults into trainings and checks that charrnn reacts as documented: a message, the exit code, an intact newest
# checkpoint, no partly written file under a final name, and a run that can be resumed.
#
#   bench/reliability/faults.sh [FAULT …]       all of: full readonly gone clock
#
#   full      the disk, a small tmpfs, fills up during training
#   readonly  the run's folder becomes read-only during training (which is not run as root)
#   gone      the run's folder is moved away during training
#   clock     the clock jumps ten years back and forth during training (libfaketime)
#
# Needs root (mount, setpriv), Java 17, Python 3, charrnn.jar, and for the clock Debian's faketime. Exit code 1 if a check
# fails. Takes about two minutes.
set -uo pipefail
cd "$(dirname "$0")/../.."
jar=${CHARRNN_JAR:-$PWD/charrnn.jar}
[ -f "$jar" ] || { echo "there is no $jar; build it with mvn -DskipTests package" >&2; exit 2; }
[ "$(id -u)" = 0 ] || { echo "faults.sh must be root: it mounts a tmpfs and trains as another user" >&2; exit 2; }
work=$(mktemp -d)
disk=$work/disk
mkdir "$disk" "$work/corpus" "$work/home"
mount -t tmpfs -o size=4m tmpfs "$disk"
training=
trap '[ -z "$training" ] || kill -9 "$training" 2> /dev/null; sleep 1; umount "$disk"; rm -rf "$work"' EXIT
for file in list ring glob sort bitmap string; do head -c 2500 "corpus/starter/lib/$file.c" > "$work/corpus/$file.c"; done
cat > "$work/run.yaml" << YAML
corpus: {path: "$work/corpus", validationShare: 0.17, testShare: 0}
model: {hidden: 32}
training: {batchSize: 4, sequenceLength: 32, epochs: 20, learningRate: 0.01, reportEverySteps: 7}
checkpoints: {directory: "$disk", everySteps: 25, keep: 2}
sampling: {length: 20}
ui: {enabled: false}
YAML
run=$disk/run
log=$work/log
broken=0
nobody=65534
chmod 755 "$work"
chown -R $nobody "$work/home" "$disk"

must() { # what, command…
  if "${@:2}"; then
    echo "  kept:   $1"
  else
    echo "  BROKEN: $1"
    broken=$((broken + 1))
  fi
}

faked=() # variables of a training's environment
charrnn=(java -XX:-UsePerfData -Djava.io.tmpdir="$work/home" -Duser.home="$work/home" -jar "$jar")
as_nobody=(setpriv --reuid $nobody --regid $nobody --clear-groups env HOME="$work/home" OMP_NUM_THREADS=1)

begin() {
  rm -rf "${disk:?}"/*
  : > "$log"
  "${as_nobody[@]}" "${faked[@]}" "${charrnn[@]}" train --config "$work/run.yaml" >> "$log" 2>&1 &
  training=$!
}

alive() { kill -0 "$training" 2> /dev/null; }
await() { # command…: until it holds or the training is over
  until "$@"; do
    alive || return 1
    sleep 0.05
  done
}
lines() { [ "$(cat "$run/history.jsonl" 2> /dev/null | wc -l)" -ge "$1" ]; }
logged() { grep -qE "$1" "$log"; }
ends() { # exit code
  wait "$training"
  local code=$?
  [ "$code" = "$1" ] || { echo "  it ended with $code:"; tail -3 "$log" | sed 's/^/    /'; return 1; }
}
resumable() {
  "${as_nobody[@]}" "${charrnn[@]}" runs "$run" --json > "$work/state" 2>&1
  grep -qE '"state" *: *"(resumable|over)"' "$work/state" || { cat "$work/state"; return 1; }
}
saved_after() { # step
  [ "$("${as_nobody[@]}" "${charrnn[@]}" runs "$run" --json | grep -m 1 '"step"' | tr -dc 0-9)" -gt "$1" ]
}
saved_before() { saved_after 0 && ! saved_after "$1"; }
resumes() {
  "${as_nobody[@]}" "${charrnn[@]}" train --config "$work/run.yaml" --resume >> "$log" 2>&1
}
no_stack_trace() { ! grep -qE '^\s+at [a-z]' "$log"; }

break_full() { head -c 100m /dev/zero > "$disk/filler" 2> /dev/null; }
mend_full() { rm -f "$disk/filler"; }
message_full='No space left on device'
break_readonly() { chmod a-w "$run"; }
mend_readonly() { chmod u+w "$run"; }
message_readonly='permission is denied'
break_gone() { mv "$run" "$disk/away"; }
mend_gone() { mv "$disk/away" "$run"; }
message_gone="there is no folder $run"

faulty() { # fault
  local message=message_$1
  echo "$1"
  begin
  must "it trains" await lines 40
  "break_$1"
  must "it ends with 1" ends 1
  must "it says why: ${!message}" logged "${!message}"
  must "no stack trace" no_stack_trace
  "mend_$1"
  must "runs calls the run resumable" resumable
  must "the newest checkpoint is from before" saved_before 500
  must "it can be resumed, to its end" resumes
  must "runs calls the run resumable" resumable
}

coefficients() { python3 -c 'import sys, zipfile; print(hash(zipfile.ZipFile(sys.argv[1]).read("coefficients.bin")))' "$1"; }

# At once: libfaketime reads the file whenever the time is asked for, and ends the process if it is empty.
jump() {
  echo "$1" > "$work/clock.new"
  chmod 644 "$work/clock.new"
  mv "$work/clock.new" "$work/clock"
}

clock() {
  local library
  library=$(find /usr/lib -name 'libfaketimeMT.so.1' | head -1)
  [ -n "$library" ] || { echo "clock: there is no libfaketime (apt-get install faketime)"; broken=$((broken + 1)); return; }
  echo "clock, ten years back and forth"
  export PYTHONHASHSEED=0
  begin
  must "it trains" ends 0
  local expected
  expected=$(coefficients "$run/last.zip")
  jump +0
  # For Java alone: setpriv and env before it have the same process number, and libfaketime's lock of one stays for the next.
  faked=(LD_PRELOAD="$library" FAKETIME_TIMESTAMP_FILE="$work/clock" FAKETIME_NO_CACHE=1 DONT_FAKE_MONOTONIC=1)
  begin
  must "it trains" await lines 40
  jump -3650d
  must "it goes on" await lines 120
  jump +3650d
  must "it ends with 0" ends 0
  must "runs calls the run resumable" resumable
  must "the parameters are those of a run with a steady clock" [ "$(coefficients "$run/last.zip")" = "$expected" ]
}

[ $# -gt 0 ] || set -- full readonly gone clock
for fault in "$@"; do
  case $fault in
    full | readonly | gone) faulty "$fault" ;;
    clock) clock ;;
    *) echo "no such fault: $fault; there are full, readonly, gone and clock" >&2; exit 2 ;;
  esac
done
echo
echo "$broken promises broken"
[ "$broken" = 0 ]
