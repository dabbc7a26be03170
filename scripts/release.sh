#!/usr/bin/env bash
# Make a release of the version in metadata.txt: check, date and pack it, and say what is left to do.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
if [ -n "$(git status --porcelain)" ]; then
    echo "release: commit what has changed first; a release is what its commit holds." >&2
    exit 1
fi
scripts/lint.sh
scripts/release.py close
archive=$(scripts/build.py --zip)
version=$(sed -n 's/^version=//p' metadata.txt)
cat <<END
release: $(sha256sum "$archive")
  git commit --all --message "release: $version" && git tag "v$version"
  Upload the archive at https://plugins.qgis.org, then begin the next version: scripts/release.py open NEXT
END
