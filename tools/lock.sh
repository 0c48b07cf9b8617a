#!/bin/sh
# Makes requirements/*.lock: exact versions with hashes, for every system, naming no host.
# Needs uv. Usage: tools/lock.sh [--upgrade]
set -eu
cd "$(dirname "$0")/.."
compile() {
    out=$1; shift
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-annotate --no-header \
        --only-binary :all: --no-binary vadersentiment \
        "$@" -o "$out.new" pyproject.toml requirements/build.in
    { echo "# Made by tools/lock.sh; do not edit."; cat "$out.new"; } > "$out"
    rm "$out.new"
}
upgrade=${1:-}
# dev holds all; the smaller ones are constrained to it, so that versions agree.
compile requirements/dev.lock --extra ui --group dev $upgrade
compile requirements/run.lock --extra ui -c requirements/dev.lock
compile requirements/core.lock --group test -c requirements/dev.lock
if grep -nE 'https?://|find-links|index-url' requirements/*.lock; then
    echo "a lock file names a host" >&2; exit 1
fi
