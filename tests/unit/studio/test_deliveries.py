"""Exporting again leaves no old files behind, and nothing of a person's is touched."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from scenescore.core.progress import Run
from scenescore.core.types import CuePlan, Film
from scenescore.studio.deliveries import deliver
from scenescore.testing import FakeExporter, registered, screenplay


@pytest.fixture
def film(tmp_path):
    plan = CuePlan("One", Fraction(24), "01:00:00:00", 10.0, (), (), (), ())
    with registered("exporters", "fake", FakeExporter):
        yield Film(tmp_path / "one.film", screenplay(title="One"), (), plan)


def _deliver(film: Film, title: str, form: str = "fake") -> Path:
    (path,) = deliver(replace(film, screenplay=screenplay(title=title)), form, run=Run())
    return path


def test_a_form_takes_its_old_files_away(film):
    old = _deliver(film, "One")
    new = _deliver(film, "Two")
    assert not old.exists()
    assert new.is_file()


def test_what_a_person_put_there_or_changed_stays(film):
    changed = _deliver(film, "One")
    changed.write_text("my own words", "utf-8")
    put = changed.parent / "notes.txt"
    put.write_text("mine", "utf-8")
    _deliver(film, "Two")
    assert changed.read_text("utf-8") == "my own words"
    assert put.is_file()


def test_a_file_that_another_form_still_names_stays(film):
    with registered("exporters", "second", FakeExporter):
        shared = _deliver(film, "One")
        assert _deliver(film, "One", "second") == shared
        _deliver(film, "Two")
        assert shared.is_file()
        _deliver(film, "Two", "second")
        assert not shared.exists()


def test_a_list_from_elsewhere_removes_nothing_outside_the_film(film, tmp_path):
    inside = _deliver(film, "One")
    outside = tmp_path / "one.txt"
    outside.write_bytes(inside.read_bytes())
    told = film.folder / ".delivered" / "fake.json"
    told.write_text(told.read_text("utf-8").replace("deliver/One.txt", "../one.txt"), "utf-8")
    _deliver(film, "Two")
    assert outside.is_file()
