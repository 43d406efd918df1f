#!/usr/bin/env bash
# Tests the client in a real Neovim. With CHARRNN_URL=http://HOST:PORT (and CHARRNN_KEY_FILE) it tests against that server.
set -euo pipefail
cd "$(dirname "$0")"
for program in nvim curl python3; do
  command -v "$program" > /dev/null || { echo "$program is missing; Debian: apt install neovim curl python3" >&2; exit 1; }
done
exec python3 -B end_to_end.py "$@"
