"""Has somebody else's library load a folder: without its chatter, and with our error when it fails.

Imports no such library: who loads passes them in.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from scenescore.core.errors import UnavailableError


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
        except Exception as problem:  # whatever a library says of a broken folder
            reason = str(problem).strip().split("\n")[0][:200]
            raise UnavailableError(
                f"the model in {folder} cannot be loaded: {reason}",
                hint=f"Download it again, or set {section}.model to another folder.",
            ) from problem
