# Set-up shared by ./run, ./test and .ci/run; sourced, needs ROOT. Plain sh.

EXAMPLE=three-quiet-nights

say() { echo "$@" >&2; }

is_debian_root() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }

may_use_apt() { is_debian_root && [ "${SCENESCORE_NO_APT:-}" != 1 ]; }

apt_install() {
    say "Installing with apt: $*"
    export DEBIAN_FRONTEND=noninteractive
    apt-get install -y -q --no-install-recommends "$@" >/dev/null 2>&1 </dev/null ||
        { apt-get update -q >/dev/null 2>&1 </dev/null &&
            apt-get install -y -q --no-install-recommends "$@" >/dev/null 2>&1 </dev/null; }
}

find_python() {
    for name in python3.13 python3.12 python3.11 python3; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return 0
        fi
    done
    say "Scenescore needs Python 3.11 or newer, which is not here."
    say "  Debian or Ubuntu:  sudo apt-get install python3 python3-venv"
    return 69
}

need_venv() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null && return 0
    if may_use_apt && apt_install python3-venv && "$1" -c 'import ensurepip, venv' 2>/dev/null; then
        return 0
    fi
    say "Python's venv module is missing. Type this, then try again:"
    say "  sudo apt-get install python3-venv"
    return 69
}

# pip_install VENV ARGS...: quietly, asking nothing.
pip_install() {
    pip_python=$1/bin/python
    shift
    "$pip_python" -m pip --disable-pip-version-check --no-input install -q "$@"
}

# install_locked NAME [FOLDER]: the packages of requirements/NAME.lock and this project, once.
install_locked() {
    lock="$ROOT/requirements/$1.lock"
    venv="$ROOT/${2:-.venv}"
    if [ ! -x "$venv/bin/python" ]; then
        python=$(find_python) || exit 69
        need_venv "$python" || exit 69
        say "Making $venv"
        "$python" -m venv "$venv"
    fi
    stamp="$venv/.$1.installed"
    want=$(cat "$lock" "$ROOT/pyproject.toml" | cksum)
    if [ "$(cat "$stamp" 2>/dev/null || true)" = "$want" ] && [ -x "$venv/bin/scenescore" ]; then
        return 0
    fi
    say "Installing the locked packages ($1); this takes about a minute."
    pip_install "$venv" --require-hashes --no-deps -r "$lock"
    pip_install "$venv" --no-deps --no-build-isolation -e "$ROOT"
    echo "$want" >"$stamp"
}

# install_torch: the tensor library that the neural back-ends need, and torchsde on top of it. They
# are in no lock file: which build of torch fits depends on the machine, and pip's own settings
# choose it.
install_torch() {
    "$ROOT/.venv/bin/python" -c 'import torch, torchsde' 2>/dev/null && return 0
    say "Installing torch 2.13.0 and torchsde 0.2.6 for the neural back-ends' tests."
    pip_install "$ROOT/.venv" torch==2.13.0 torchsde==0.2.6
}

has_fluidsynth() {
    "$ROOT/.venv/bin/python" -c '
import ctypes.util, pathlib, sys
fonts = [p for d in ("/usr/share/sounds/sf3", "/usr/share/sounds/sf2") for p in pathlib.Path(d).glob("*.sf*")]
sys.exit(not (ctypes.util.find_library("fluidsynth") and fonts))' 2>/dev/null
}

# The sampled orchestra is better than the built-in one, but never needed.
install_player() {
    if has_fluidsynth || ! may_use_apt; then
        return 0
    fi
    say "The orchestra sounds better with libfluidsynth3 and musescore-general-soundfont (76 MB)."
    apt_install libfluidsynth3 musescore-general-soundfont ||
        say "That did not work; going on with the built-in player."
}
