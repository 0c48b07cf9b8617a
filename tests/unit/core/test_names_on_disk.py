"""Names that every file system takes, that stay short, and that stay apart."""

from __future__ import annotations

import pytest

from scenescore.core.names import file_name, safe_name, slug_of


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Lamp", "The-Lamp"),
        ("Élodie: what's left? / Night", "Elodie-whats-left-Night"),
        ("Weiß & Ærø", "Weiss-AEro"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "CON"),
        ("夜の灯台", ""),
        ("", ""),
        ("a" * 300, "a" * 60),
        (' <>:"|?*\\ \0\n', ""),
    ],
)
def test_titles_become_plain_names(text, name):
    assert safe_name(text) == name


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Amélie & Co.", "amelie-co"),
        ("Die Straße", "die-strasse"),
        ("AUX", "aux-theme"),
        ("com1", "com1-theme"),
        ("Auxiliary", "auxiliary"),
    ],
)
def test_owners_and_titles_become_slugs(text, slug):
    assert slug_of(text, otherwise="theme") == slug


def test_what_has_no_plain_letters_keeps_apart_by_a_sum():
    one, two = slug_of("Сталкер"), slug_of("Зеркало")
    assert one == "film-6da821"
    assert two.startswith("film-")
    assert one != two


@pytest.mark.parametrize("text", ["灯台" * 50, "Ä" * 300, "a-" * 200, "ß" * 100])
def test_a_long_name_fits_in_every_file_system(text):
    for name in (slug_of(text), file_name(text, otherwise="film")):
        assert name.isascii()
        assert 0 < len(name) <= 70
