"""Every error a user can meet. Knows exit codes; knows nothing about how they are shown.

ScenescoreError                      70  our own fault
├── UsageError                        2  the call makes no sense
│   ├── SettingsError                    a setting's value is wrong, and where it was set
│   └── UnknownBackendError              no such reader, analyst, composer, ... (offers the nearest)
├── BadDataError                     65  the file is not what it should be
│   ├── UnreadableScreenplayError        no script in it
│   ├── BadBriefError                    a brief that cannot be composed
│   ├── BadAnswerError                   a model's answer that cannot be used
│   └── NewerSchemaError                 made by a newer Scenescore
├── NoInputError                     66  the file or folder is not there
├── UnavailableError                 69  a tool, library or model is missing
│   ├── MissingExtraError                an optional library (gives the install line)
│   └── QueueFullError                   more work is waiting than is taken on
├── CannotWriteError                 73  disk full, no permission to write
│   └── LockedError                      another process writes this film
├── PartialError                     75  some of the work is done, some is not
└── NotPermittedError                77  the file or the licence does not allow it
Cancelled                           130  the user said stop; finished work is kept
"""

from __future__ import annotations

from collections.abc import Iterable


class ScenescoreError(Exception):
    """Root of all errors: a sentence that says what happened, and a hint that says what to do."""

    exit_code = 70

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        """Survive the way from a worker process, hint and all."""
        return (_rebuild, (type(self), self.message, self.hint, dict(self.__dict__)))


def _rebuild(
    kind: type[ScenescoreError], message: str, hint: str, state: dict[str, object]
) -> ScenescoreError:
    error = kind.__new__(kind)
    Exception.__init__(error, message)
    error.__dict__.update(state)
    return error


def offer(name: str, known: Iterable[str]) -> str:
    """Return the hint for a name that is not known: the nearest that is, and all of them."""
    from difflib import get_close_matches

    listed = list(known)
    near = get_close_matches(name, listed, n=1)
    meant = f"Did you mean '{near[0]}'? " if near else ""
    return f"{meant}There are: {', '.join(listed)}."


class UsageError(ScenescoreError):
    """The call makes no sense."""

    exit_code = 2


class SettingsError(UsageError):
    """A setting has a value it cannot have."""

    def __init__(self, key: str, origin: str, problem: str) -> None:
        super().__init__(
            f"setting {key} ({origin}): {problem}",
            hint="'scenescore settings' lists every setting, its value and where it was set.",
        )


class UnknownBackendError(UsageError):
    """No back-end of that kind has that name."""


class BadDataError(ScenescoreError):
    """The file is not what it should be."""

    exit_code = 65


class UnreadableScreenplayError(BadDataError):
    """There is no usable script in the file; `code` is the diagnostic: `empty`, `stub`, ..."""

    def __init__(
        self, message: str, *, code: str = "unreadable", line: int = 0, hint: str = ""
    ) -> None:
        where = f" (line {line})" if line else ""
        super().__init__(message + where, hint=hint)
        self.code = code
        self.line = line


class BadBriefError(BadDataError):
    """A brief that cannot be composed."""


class BadAnswerError(BadDataError):
    """A model's answer that cannot be used; `raw` keeps it."""

    def __init__(self, message: str, *, raw: str, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.raw = raw


class NewerSchemaError(BadDataError):
    """A file made by a newer Scenescore."""


class NoInputError(ScenescoreError):
    """The file or folder is not there."""

    exit_code = 66


class UnavailableError(ScenescoreError):
    """A tool, library or model is missing."""

    exit_code = 69


class MissingExtraError(UnavailableError):
    """An optional library is missing."""

    def __init__(self, what: str, library: str, extra: str) -> None:
        super().__init__(
            f"{what} needs the library '{library}', which is not installed",
            hint=f"pip install 'scenescore[{extra}]'",
        )


class QueueFullError(UnavailableError):
    """More work is waiting than is taken on."""


class CannotWriteError(ScenescoreError):
    """The disk is full, or the folder does not let us write."""

    exit_code = 73


class LockedError(CannotWriteError):
    """Another process writes there."""


class PartialError(ScenescoreError):
    """Some of the work is done, some is not."""

    exit_code = 75


class NotPermittedError(ScenescoreError):
    """The file or the licence does not allow it."""

    exit_code = 77


class Cancelled(Exception):
    """The user said stop. Finished work is kept."""

    exit_code = 130
