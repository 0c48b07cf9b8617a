import pytest

from scenescore.core.genres import DEFAULT, GENRES, match
from scenescore.core.instruments import FAMILIES, INSTRUMENTS


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Space Opera", "space opera"),
        ("a smoky film noir jazz trio", "noir jazz"),
        ("orchestral action", "action ostinato"),
        ("Heavy Metal", "metal"),
        ("lo-fi ambient", "ambient"),
        ("qwertz", DEFAULT),
        ("", DEFAULT),
    ],
)
def test_free_words_find_their_genre(words, name):
    assert match(words).name == name


@pytest.mark.parametrize("genre", GENRES.values(), ids=lambda g: g.name)
def test_every_genre_and_alias_finds_itself(genre):
    assert match(genre.name) is genre
    for alias in genre.aliases:
        assert match(alias) is genre, alias


@pytest.mark.parametrize("instrument", INSTRUMENTS.values(), ids=lambda i: i.name)
def test_every_instrument_has_a_family_and_a_range(instrument):
    assert instrument.family in FAMILIES
    assert 0 <= instrument.low < instrument.high <= 127
    assert 0 <= instrument.program <= 127
    assert -1 <= instrument.pan <= 1
