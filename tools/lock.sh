#!/bin/sh
# Makes requirements/*.lock: exact versions with hashes, for every system, naming no host.
# Needs uv. Usage: tools/lock.sh [--upgrade]
set -eu
cd "$(dirname "$0")/.."
compile() {
    out=$1; shift
    if [ -f "$out" ] && [ -z "$upgrade" ]; then cp "$out" "$out.new"; fi  # keep what still fits
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-annotate --no-header \
        --no-emit-package torch --only-binary :all: --no-binary vadersentiment \
        "$@" -o "$out.new" pyproject.toml requirements/build.in
    { echo "# Made by tools/lock.sh; do not edit."; grep -v '^# Made by' "$out.new"; } > "$out"
    rm "$out.new"
}
upgrade=${1:-}
# full holds all; the smaller ones are constrained to it, so that versions agree. Torch is in none:
# which build of it fits depends on the machine.
compile requirements/full.lock --all-extras --group dev $upgrade
compile requirements/dev.lock --extra ui --group dev -c requirements/full.lock
compile requirements/run.lock --extra ui -c requirements/full.lock
compile requirements/core.lock --group test -c requirements/full.lock
if grep -nE 'https?://|find-links|index-url' requirements/*.lock; then
    echo "a lock file names a host" >&2; exit 1
fi
