"""The door to libfluidsynth: finds the shared library and gives its functions their types.

Knows nothing about scores or fonts. Every function gets argtypes: without them a 64-bit pointer
is passed as an int and the process dies.
"""

from __future__ import annotations

import ctypes
import ctypes.util
from collections.abc import Iterator
from functools import cache
from typing import Any

_pointer, _int, _double, _float, _text = (
    ctypes.c_void_p,
    ctypes.c_int,
    ctypes.c_double,
    ctypes.c_float,
    ctypes.c_char_p,
)
_NAMES = (
    "libfluidsynth.so.3",
    "libfluidsynth.so.2",
    "libfluidsynth.3.dylib",
    "/opt/homebrew/lib/libfluidsynth.dylib",
    "/usr/local/lib/libfluidsynth.dylib",
    "libfluidsynth-3.dll",
    "fluidsynth.dll",
)
# name: (result, arguments...); the C API of fluidsynth 2
_FUNCTIONS: dict[str, tuple[Any, ...]] = {
    "fluid_version_str": (_text,),
    "fluid_set_log_function": (_pointer, _int, _pointer, _pointer),
    "new_fluid_settings": (_pointer,),
    "delete_fluid_settings": (None, _pointer),
    "fluid_settings_setint": (_int, _pointer, _text, _int),
    "fluid_settings_setnum": (_int, _pointer, _text, _double),
    "new_fluid_synth": (_pointer, _pointer),
    "delete_fluid_synth": (None, _pointer),
    "fluid_synth_sfload": (_int, _pointer, _text, _int),
    "fluid_synth_set_channel_type": (_int, _pointer, _int, _int),
    "fluid_synth_program_select": (_int, _pointer, _int, _int, _int, _int),
    "fluid_synth_set_interp_method": (_int, _pointer, _int, _int),
    "fluid_synth_noteon": (_int, _pointer, _int, _int, _int),
    "fluid_synth_noteoff": (_int, _pointer, _int, _int),
    "fluid_synth_cc": (_int, _pointer, _int, _int, _int),
    "fluid_synth_set_gen": (_int, _pointer, _int, _int, _float),
    "fluid_synth_process": (
        _int, _pointer, _int, _int, _pointer, _int, ctypes.POINTER(_pointer),
    ),
    "new_fluid_mod": (_pointer,),
    "delete_fluid_mod": (None, _pointer),
    "fluid_mod_set_source1": (None, _pointer, _int, _int),
    "fluid_mod_set_source2": (None, _pointer, _int, _int),
    "fluid_mod_set_dest": (None, _pointer, _int),
    "fluid_mod_set_amount": (None, _pointer, _double),
    "fluid_synth_add_default_mod": (_int, _pointer, _pointer, _int),
}  # fmt: skip
_LOG_LEVELS = 5


@cache
def load() -> ctypes.CDLL | None:
    """Return the library with typed functions, or None when none of version 2 is found.

    fluidsynth decodes fonts with whichever libsndfile the process loaded first, and two versions
    decode to bits that differ. So it is always the one that soundfile brings.
    """
    import soundfile  # noqa: F401

    for name in _candidates():
        try:
            library = ctypes.CDLL(name)
            _give_types(library)
        except (OSError, AttributeError):
            continue
        for level in range(_LOG_LEVELS):  # it prints to stderr otherwise; we check results
            library.fluid_set_log_function(level, None, None)
        return library
    return None


def version() -> str:
    """Return the library's version, empty when it is absent."""
    library = load()
    return library.fluid_version_str().decode() if library is not None else ""


def _candidates() -> Iterator[str]:
    yield from _NAMES
    for name in ("fluidsynth", "fluidsynth-3", "libfluidsynth-3"):
        found = ctypes.util.find_library(name)
        if found:
            yield found


def _give_types(library: ctypes.CDLL) -> None:
    for name, (result, *arguments) in _FUNCTIONS.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
