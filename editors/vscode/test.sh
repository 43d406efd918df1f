#!/usr/bin/env bash
# Builds, tests and packages the extension, and checks what the package holds. Needs Node.js 20 and unzip.
# With CHARRNN_URL (and CHARRNN_KEY) set, one more test requests completions from that charrnn server.
set -euo pipefail
cd "$(dirname "$0")"

rm -rf out charrnn.vsix
npm ci --ignore-scripts --no-audit --no-fund
npm run --silent compile
npm test
npm run --silent package

expected='[Content_Types].xml
extension.vsixmanifest
extension/LICENSE.txt
extension/icon.png
extension/out/src/extension.js
extension/out/src/infill.js
extension/out/src/recent.js
extension/package.json
extension/readme.md'
unzip -Z1 charrnn.vsix | LC_ALL=C sort | diff <(echo "$expected") - || {
  echo "charrnn.vsix does not hold what it should" >&2
  exit 1
}
unzip -tq charrnn.vsix
