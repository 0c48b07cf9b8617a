"""Has somebody else's library load a folder: quietly, whole, and with our error when it fails.

Imports no such library: who loads passes them in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from scenescore.core.errors import ScenescoreError, UnavailableError


@contextmanager
def loading(folder: Path, section: str, *libraries: Any) -> Iterator[None]:
    """Keep transformers or diffusers quiet inside; whatever is raised becomes our error.

    Raises
    ------
    UnavailableError
        the folder cannot be loaded; names it, and the setting `SECTION.model`
    """
    with ExitStack() as after:
        for library in libraries:
            says = library.utils.logging
            after.callback(says.set_verbosity, says.get_verbosity())
            says.set_verbosity_error()
            says.disable_progress_bar()
        try:
            yield
        except ScenescoreError:
            raise
        except Exception as problem:  # whatever a library says of a broken folder
            reason = str(problem).strip().split("\n")[0][:200]
            raise UnavailableError(
                f"the model in {folder} cannot be loaded: {reason}",
                hint=f"Download it again, or set {section}.model to another folder.",
            ) from problem


def whole(loaded: tuple[Any, Mapping[str, Any]]) -> Any:
    """Return a model, given with what the library says of its loading, when no weight was missing.

    A library fills in by chance what a file lacks, and plays on.

    Raises
    ------
    ValueError
        weights were missing
    """
    model, told = loaded
    gone = sorted({name for name, _ in model.named_parameters()} & set(told["missing_keys"]))
    if gone:
        more = ", ..." if len(gone) > 1 else ""
        raise ValueError(
            f"{type(model).__name__} lacks {len(gone)} of its weights: {gone[0]}{more}"
        )
    return model
