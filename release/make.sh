#!/usr/bin/env bash
# Makes a release in target/release, unpacks its image elsewhere, and runs it without the Java of this machine.
set -euo pipefail
cd "$(dirname "$0")/.."
mvn -B -Prelease -DskipTests package
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
tar -xzf target/release/charrnn-*-*64.tar.gz -C "$folder"
env -u JAVA_HOME release/smoke.sh "$(echo "$folder"/charrnn-*/bin/charrnn*)"
