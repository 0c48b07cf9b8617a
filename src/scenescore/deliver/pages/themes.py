"""The film's themes as a page shows them: a letter, a contour, and where each is heard."""

from __future__ import annotations

from dataclasses import dataclass

from scenescore.core.types import Film, Theme, ThemeSlot
from scenescore.deliver.palette import mood_colour

_OPERATORS = {
    "statement": "in full",
    "fragment": "a fragment",
    "sequence": "in sequence",
    "inversion": "upside down",
    "augmentation": "slowed",
    "diminution": "quickened",
    "mode-change": "major and minor exchanged",
    "reharmonise": "over new harmony",
    "recolour": "in another colour",
}


@dataclass(frozen=True, slots=True)
class Contour:
    """A tune as a small piano roll."""

    width: float
    """Beats."""
    height: int
    """Scale steps between lowest and highest, plus one."""
    notes: tuple[tuple[float, float, float], ...]
    """(x in beats, y in steps from the top, length in beats)"""


@dataclass(frozen=True, slots=True)
class ThemeView:
    """One theme."""

    owner: str
    code: str
    """One or two letters, unique in the film, for the timeline."""
    kind: str
    role: str
    colour: str
    contour: Contour | None
    uses: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    """(how, cues quoting it so as (uid, label) in film order)"""


def operator_words(operator: str) -> str:
    """Return how a theme is quoted, in words: `a fragment`, `upside down`."""
    return _OPERATORS.get(operator, operator.replace("-", " "))


def theme_uses(film: Film, uid: str) -> tuple[tuple[str, str, float | None], ...]:
    """Return (owner, operator, beat or None) for each theme in a cue: as written, else as asked."""
    take = film.take(uid)
    if take is not None and take.score is not None:
        return tuple((q.owner, q.operator, q.at_beats) for q in take.score.quotations)
    cue = next(cue for cue in film.plan.cues if cue.uid == uid)
    return tuple((use.owner, use.operator, None) for use in cue.music.themes)


def theme_views(film: Film) -> tuple[ThemeView, ...]:
    """Return every theme of the film, in the plan's order, then any only the film folder has."""
    written = {theme.slot.owner: theme for theme in film.themes}
    slots = {slot.owner: slot for slot in film.plan.themes}
    slots |= {owner: theme.slot for owner, theme in written.items() if owner not in slots}
    codes = film_codes(film)
    return tuple(
        _view(film, slot, codes[owner], written.get(owner)) for owner, slot in slots.items()
    )


def film_codes(film: Film) -> dict[str, str]:
    """Return the timeline letter of every theme's owner."""
    owners = (*(slot.owner for slot in film.plan.themes), *(t.slot.owner for t in film.themes))
    return theme_codes(tuple(dict.fromkeys(owners)))


def theme_codes(owners: tuple[str, ...]) -> dict[str, str]:
    """Return the shortest letters that tell the owners apart: `A`, `T`, `Te`."""
    codes: dict[str, str] = {}
    for index, owner in enumerate(owners, 1):
        letters = "".join(c for c in owner.removeprefix("THE ") if c.isalnum()) or "?"
        wishes = (letters[0].upper(), *(letters[0].upper() + c.lower() for c in letters[1:]))
        codes[owner] = next((w for w in wishes if w not in codes.values()), str(index))
    return codes


def _view(film: Film, slot: ThemeSlot, code: str, theme: Theme | None) -> ThemeView:
    contour = _contour(theme) if theme and theme.notes else None
    colour = mood_colour(slot.mood)
    uses = _uses(film, slot.owner)
    return ThemeView(slot.owner, code, slot.kind, slot.role, colour, contour, uses)


def _uses(film: Film, wanted: str) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    cues_by_way: dict[str, dict[str, str]] = {}
    for cue in film.plan.cues:
        for owner, operator, _ in theme_uses(film, cue.uid):
            if owner == wanted:
                cues_by_way.setdefault(operator_words(operator), {})[cue.uid] = cue.label
    return tuple((way, tuple(cues.items())) for way, cues in cues_by_way.items())


def _contour(theme: Theme) -> Contour:
    top = max(note.step for note in theme.notes)
    low = min(note.step for note in theme.notes)
    notes = tuple((n.onset_beats, float(top - n.step), n.length_beats) for n in theme.notes)
    return Contour(theme.length_beats, top - low + 1, notes)
