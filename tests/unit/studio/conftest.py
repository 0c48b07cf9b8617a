"""Fakes for rooms that are not meant."""

from __future__ import annotations

import pytest

from scenescore.testing import FakeComposer, FakePlayer, registered


@pytest.fixture
def fakes():
    """A composer and a player called `fake`."""
    with registered("composers", "fake", FakeComposer), registered("players", "fake", FakePlayer):
        yield
