"""Reading and writing on disk, so that a full disk or a missing right ends in one clear sentence.

Nothing is ever half-written: content goes to a temporary file beside the target, is flushed to
disk and renamed. Knows nothing about what the files hold.
"""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scenescore.core.errors import (
    BadDataError,
    CannotWriteError,
    LockedError,
    NoInputError,
    NotPermittedError,
    ScenescoreError,
)

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def read_bytes(path: Path) -> bytes:
    """Return a file's content.

    Raises
    ------
    NoInputError, NotPermittedError, BadDataError
        not there; not allowed; a folder or something else that is no file
    """
    try:
        return path.read_bytes()
    except OSError as problem:
        raise reading_error(path, problem) from problem


def reading_error(path: Path, problem: OSError) -> ScenescoreError:
    """Return our error for a failed read."""
    if isinstance(problem, PermissionError):
        return NotPermittedError(
            f"{path}: no permission to read it", hint="Change the file's rights, or copy it."
        )
    if isinstance(problem, FileNotFoundError | NotADirectoryError):
        return NoInputError(f"{path}: there is no such file", hint="Check the path.")
    if isinstance(problem, IsADirectoryError):
        return BadDataError(f"{path} is a folder, not a file", hint="Name the file in it.")
    return BadDataError(f"{path}: cannot be read ({problem.strerror or problem})")


def writing_error(path: Path, problem: OSError) -> ScenescoreError:
    """Return our error for a failed write."""
    if problem.errno in _NO_ROOM:
        return CannotWriteError(
            f"{path}: the disk is full", hint="Free some space; finished work is kept."
        )
    if problem.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return CannotWriteError(
            f"{path}: no permission to write there", hint="Allow it, or work in another folder."
        )
    if isinstance(problem, NotADirectoryError | FileExistsError):
        return CannotWriteError(
            f"{path}: a file stands where a folder should be",
            hint="Name another folder, or move the file.",
        )
    return CannotWriteError(f"{path}: cannot be written ({problem.strerror or problem})")


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn a failed write inside the block into our error about `path`."""
    try:
        yield
    except OSError as problem:
        raise writing_error(path, problem) from problem


@contextmanager
def atomic(path: Path) -> Iterator[Path]:
    """Yield a temporary path beside `path`; on success it becomes `path`, else it is gone.

    The temporary name keeps the suffix, since sound libraries choose the format by it.
    """
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(
            prefix=f".{path.stem[:40]}-", suffix=path.suffix, dir=path.parent
        )
        os.close(handle)
        temporary = Path(name)
        try:
            yield temporary
            with temporary.open("rb+") as written:
                os.fsync(written.fileno())
            temporary.chmod(0o666 & ~_umask())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)


@contextmanager
def held(lock: Path, sentence: str, *, hint: str = "", patience_s: float = 0) -> Iterator[None]:
    """Hold a lock file inside the block, which no other process does meanwhile.

    Raises
    ------
    LockedError
        another process held it all that time; says the sentence
    CannotWriteError
        the file cannot be written
    """
    from filelock import FileLock, Timeout

    file = FileLock(lock, timeout=patience_s)
    with writing(lock.parent):
        lock.parent.mkdir(parents=True, exist_ok=True)
        try:
            file.acquire()
        except Timeout:
            raise LockedError(sentence, hint=hint) from None
    try:
        yield
    finally:
        file.release()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def write_text(path: Path, text: str) -> Path:
    """Write text as UTF-8, all or nothing; return the path."""
    return write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> Path:
    """Write bytes, all or nothing; return the path."""
    with atomic(path) as temporary:
        temporary.write_bytes(data)
    return path


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file's content, as hex."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    except OSError as problem:
        raise reading_error(path, problem) from problem
    return digest.hexdigest()
