#!/usr/bin/env bash
# Runs OpenAI's client for Node against a server with the network that ships: models, completions, streams, errors.
#
#   release/openai.sh COMMAND [ARGUMENT…]        such as: release/openai.sh java -jar "$PWD/charrnn.jar"
#
# COMMAND is on the PATH or an absolute path. Where npm is missing, or cannot download the client, the test is skipped.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
command -v npm > /dev/null || { echo "skipped: there is no npm, so OpenAI's client was not tested"; exit 0; }
folder=$(mktemp -d)
server=
trap 'if [ -n "$server" ]; then kill "$server" && wait "$server" || true; fi; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --ignore-scripts --no-audit --no-fund openai@6 \
  || { echo "skipped: npm cannot download OpenAI's client, so it was not tested"; exit 0; }
cp "$here/openai.mjs" .

export CHARRNN_PORT=18081 CHARRNN_API_KEY=secret
"$@" serve 2> server.txt &
server=$!
for _ in {1..60}; do
  if grep -q '^ready ' server.txt; then
    break
  fi
  sleep 1
done
cat server.txt
node openai.mjs "http://127.0.0.1:$CHARRNN_PORT/v1" "$CHARRNN_API_KEY"
echo "OpenAI's client passed"
