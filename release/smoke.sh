#!/usr/bin/env bash
# Runs charrnn as a new user would, in an empty folder: trains for a moment, resumes, samples, evaluates, exports, serves.
#
#   release/smoke.sh COMMAND [ARGUMENT…]        such as: release/smoke.sh java -jar "$PWD/charrnn.jar"
#
# COMMAND is on the PATH or an absolute path. Presets, corpus and the network that ships are beside the jar.
set -euo pipefail
program=("$@")
charrnn() { command "${program[@]}" "$@"; }
folder=$(mktemp -d)
server=
trap 'if [ -n "$server" ]; then kill "$server"; wait "$server" || true; fi; rm -rf "$folder"' EXIT
cd "$folder"

charrnn --version
charrnn sample --length 100 > shipped.txt
small=(--set model.hidden=32 --set training.batchSize=16 --set training.sequenceLength=32 --set training.maxMinutes=0
  --set corpus.maxChars=40000)
charrnn --config quick.yaml "${small[@]}" --set training.epochs=1 --set ui.port=0 2>&1 | tee trained.txt
grep 'training UI: http' trained.txt
if grep -E 'NoClassDefFoundError|training UI: it' trained.txt; then
  exit 1
fi
charrnn train --config quick.yaml --resume "${small[@]}" --set training.epochs=2 --no-ui
charrnn sample --prime 'static int ' --length 100 --seed 1 > first.txt
charrnn sample --prime 'static int ' --length 100 --seed 1 > second.txt
cmp first.txt second.txt
OMP_NUM_THREADS=4 charrnn sample --prime 'static int ' --length 100 --seed 1 | cmp - first.txt
[ "$(wc -m < first.txt)" -eq 111 ]
charrnn evaluate --checkpoint checkpoints/quick/best.zip --json > bits.json
grep -E '"bitsPerChar" : [1-6]\.[0-9]+' bits.json
charrnn export --checkpoint checkpoints/quick/best.zip --out model.zip --without-updater
charrnn sample --checkpoint model.zip --prime 'static int ' --length 100 --seed 1 | cmp - first.txt
charrnn inspect checkpoints/quick/last.zip > inspected.txt

"${program[@]}" serve --checkpoint checkpoints/quick --port 18080 &
server=$!
body='{"prompt": "static int ", "max_tokens": 20}'
for _ in {1..60}; do # while the network is being loaded, the answer is 503
  if { exec 3<> /dev/tcp/127.0.0.1/18080; } 2> /dev/null; then
    printf '%s\r\n' 'POST /v1/completions HTTP/1.1' 'Host: 127.0.0.1:18080' 'Content-Type: application/json' 'Connection: close' \
      "Content-Length: ${#body}" '' >&3
    printf '%s' "$body" >&3
    cat <&3 > answer.txt
    if ! grep -q 'HTTP/1.1 503' answer.txt; then
      break
    fi
  fi
  sleep 1
done
grep 'HTTP/1.1 200' answer.txt
echo "smoke run passed"
