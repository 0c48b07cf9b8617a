"""Where a model runs, and in what precision."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from scenescore.core.errors import SettingsError, UnavailableError

DEVICES = ("cuda", "mps", "cpu")


def choose_device(section: str, wanted: str, *, auto: Sequence[str] = DEVICES) -> str:
    """Return where to run: what is wanted, or for `auto` the first of `auto` that is here.

    `section` is the back-end's, as in its setting `SECTION.device`.

    Raises
    ------
    UnavailableError
        that device is not here
    """
    here = {
        "cpu": True,
        "cuda": torch.cuda.is_available(),
        "mps": torch.backends.mps.is_available(),
    }
    if wanted == "auto":
        return next(name for name in auto if here[name])
    if not here.get(wanted.partition(":")[0], False):
        raise UnavailableError(
            f"there is no device '{wanted}' here",
            hint=f"There is: {', '.join(name for name in auto if here[name])}. "
            f"{section}.device = 'auto' takes the best of them.",
        )
    return wanted


def choose_precision(
    section: str, wanted: str, device: str, *, known: Sequence[str], auto: str
) -> str:
    """Return how to compute: what is wanted, or for `auto` what `auto` says.

    Raises
    ------
    SettingsError
        no such precision, or int8 away from the CPU
    """
    if wanted == "auto":
        return auto
    key = f"{section}.precision"
    if wanted not in known:
        raise SettingsError(key, "given", f"'{wanted}' is none of auto, {', '.join(known)}")
    if wanted == "int8" and device != "cpu":
        raise SettingsError(key, "given", f"int8 is for the CPU; on {device} take bf16")
    return wanted
