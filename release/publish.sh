#!/usr/bin/env bash
# Publishes a release on GitHub with the artifacts of all systems, and the changelog of its version as the text.
#
#   release/publish.sh TAG FOLDER
#
# GitHub's gh must be logged in. With DRY_RUN=1 it prints the command instead.
set -euo pipefail
tag=$1 folder=$2
cd "$(dirname "$0")/.."
version=$(sed -n 's,^  <version>\(.*\)</version>$,\1,p' parent/pom.xml)
if [ "$tag" != "v$version" ]; then
  echo "the tag is $tag, but parent/pom.xml has the version $version" >&2
  exit 1
fi
notes=$(mktemp)
awk -v heading="## $version," 'index($0, "## ") == 1 { found = index($0, heading) == 1; next } found' CHANGELOG.md > "$notes"
[ -s "$notes" ] || { echo "CHANGELOG.md has no section $version" >&2 && exit 1; }
(cd "$folder" && rm -f SHA256SUMS && sha256sum -- charrnn* > SHA256SUMS)
${DRY_RUN:+echo} gh release create "$tag" --title "charrnn $version" --notes-file "$notes" "$folder"/*
