"""Scenescore: a screenplay goes in, a film score comes out.

>>> import scenescore
>>> film = scenescore.score("film.fountain", "films")      # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from scenescore.api import analyse as analyse
    from scenescore.api import compose as compose
    from scenescore.api import export as export
    from scenescore.api import read as read
    from scenescore.api import score as score
    from scenescore.api import spot as spot
    from scenescore.api import to_dataframe as to_dataframe

__all__ = ["analyse", "compose", "export", "read", "score", "spot", "to_dataframe"]


def __getattr__(name: str) -> Any:
    """Import a public function when it is first asked for, so that `import scenescore` is free."""
    if name in __all__:
        return getattr(import_module("scenescore.api"), name)
    raise AttributeError(f"module 'scenescore' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
