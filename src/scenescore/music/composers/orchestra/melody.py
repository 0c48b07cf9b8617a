"""Lays tunes over the form: which phrase says what, in which operator, at which pitch.

Knows themes and phrases; the chords come after (fitted under a tune) or before (`settle`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from scenescore.core.types import ThemeNote, ThemeUse
from scenescore.music.composers.orchestra.model import Harmony, Phrase, Placing, Room, Tone, Tune
from scenescore.music.composers.orchestra.operators import OPERATORS, refit
from scenescore.music.composers.orchestra.scales import is_major, step_to_pitch
from scenescore.music.composers.orchestra.tunes import (
    is_strong,
    ornamented,
    write_bridge,
    write_tune,
)

_EXACT = frozenset(("statement", "mode-change", "reharmonise", "recolour", "augmentation"))
"""Operators under which the harmony follows the tune."""
_FEWEST_STRETCHED = 4
"""Bars that say two bars of a tune at half its speed."""
_OWN_BY_ROLE = {
    "statement": ("statement",),
    "climax": ("statement",),
    "build": ("sequence", "fragment", "diminution"),
    "release": ("fragment", "inversion", "statement"),
    "outro": ("fragment", "augmentation"),
    "intro": ("fragment",),
}


def place_tunes(room: Room) -> tuple[Placing, ...]:
    """Return where every tune of the brief, and the cue's own, is said."""
    uses = [use for use in room.brief.themes if use.theme is not None and use.theme.notes]
    own = _own_tunes(room)
    queue = _quotations(uses, room)
    placings: list[Placing] = []
    said = _Said()
    for phrase in _order(room.phrases, bool(uses)):
        dice = room.dice("placing", phrase.index)
        throw, choice, is_broad = dice.random(), dice.random(), dice.chance(0.4)
        quoted = queue.pop(0) if queue and _has_room(phrase, queue[0][1], room.phrases) else None
        if quoted is not None:
            tune, operator = quoted
        elif _is_silent(room, phrase, throw):
            continue
        else:
            again = uses and phrase.role in ("climax", "release", "outro")
            tune = _tune_of(uses[0], room) if again else own.get(phrase.material, own["A"])
            able = _OWN_BY_ROLE[phrase.role]
            operator = able[int(choice * len(able))]
            if not _has_room(phrase, operator):
                operator = "statement"
            if phrase.role == "climax" and room.params.bpm > 112 and is_broad:
                operator = "augmentation"
        placing = _lay(room, phrase, tune, operator, said)
        if placing is None and quoted:
            queue.insert(0, quoted)
        if placing is not None:
            placings.append(placing)
            more = tune.bars - said.next_bar.get(tune.owner or tune.letter, 0)
            if quoted and operator in _EXACT and more >= 2:
                queue.insert(0, quoted)
    return tuple(sorted(placings, key=lambda p: (p.start, p.owner)))


def motif_of(room: Room) -> tuple[int, ...]:
    """Return the moves of the first notes of the cue's main tune, for figures made from it."""
    uses = [use for use in room.brief.themes if use.theme is not None and use.theme.notes]
    notes = (_tune_of(uses[0], room) if uses else _own_tunes(room)["A"]).notes[:5]
    return tuple(b.step - a.step for a, b in pairwise(notes))


def _quotations(uses: Sequence[ThemeUse], room: Room) -> list[tuple[Tune, str]]:
    return [(_tune_of(use, room), use.operator) for use in uses]


def _has_room(phrase: Phrase, operator: str, phrases: Sequence[Phrase] = ()) -> bool:
    """Return whether an operator says a tune here; a bar of it, stretched, is none yet.

    With `phrases`, also when none of them has more room.
    """
    most = max((other.count for other in phrases), default=_FEWEST_STRETCHED)
    return operator != "augmentation" or phrase.count >= min(_FEWEST_STRETCHED, most)


def _order(phrases: Sequence[Phrase], has_themes: bool) -> list[Phrase]:
    """Return the phrases in the order in which they are offered a tune."""
    first = [p for p in phrases if p.role in ("statement", "climax", "release")]
    rest = [p for p in phrases if p.role not in ("statement", "climax", "release")]
    return [*first, *rest] if has_themes and first else list(phrases)


def _is_silent(room: Room, phrase: Phrase, throw: float) -> bool:
    """Return True when a phrase does without tune: intros mostly, and as the style has it."""
    odds = {"intro": 0.25, "outro": 0.6, "build": 0.8}.get(phrase.role, 1.4)
    return throw > room.style.tune * odds


def _own_tunes(room: Room) -> dict[str, Tune]:
    """Return the cue's own tune, and what stands between its sayings, by letter of material."""
    dice = room.dice("own tune", room.brief.variation)
    name = dice.pick(room.style.character)
    meter = room.grid.meter
    notes = write_tune(name, dice, meter, 8)
    found = {"A": notes}
    for letter in sorted({phrase.material for phrase in room.phrases} & {"B", "C"}):
        found[letter] = write_bridge(name, dice, meter, notes, 8)
    minor = not room.key.is_major
    return {
        letter: Tune("", notes, meter.length_beats, minor, 8, letter=letter)
        for letter, notes in found.items()
    }


def _tune_of(use: ThemeUse, room: Room) -> Tune:
    theme = use.theme
    assert theme is not None  # only uses with a theme are asked for
    bar = room.grid.meter.length_beats
    notes = refit(theme.notes, float(theme.beats_per_bar), bar)
    bars = max(-(-int(max(n.onset_beats for n in notes) + 1) // max(int(bar), 1)), 1)
    return Tune(use.owner, notes, bar, theme.minor, bars, theme)


@dataclass(slots=True)
class _Said:
    """What the phrases so far have said."""

    next_bar: dict[str, int] = field(default_factory=dict)
    """Owner, or letter of the cue's own tunes, to the bar at which the tune goes on."""
    before: set[tuple[str, int]] = field(default_factory=set)
    """(letter, first bar) of what was said of the cue's own tunes."""


def _lay(room: Room, phrase: Phrase, tune: Tune, operator: str, said: _Said) -> Placing | None:
    """Say a tune in a phrase; exact operators go on where the phrase before stopped."""
    if operator == "statement" and tune.owner and phrase.key.is_major == tune.minor:
        operator = "mode-change"
    key = _key_for(phrase, tune, operator)
    known = OPERATORS.get(operator, OPERATORS["statement"])
    name = tune.owner or tune.letter
    first = said.next_bar.get(name, 0) if operator in _EXACT else 0
    if tune.bars - first < max(phrase.count // 2, 1):
        first = 0
    notes = known(tune.notes, tune.bar_beats, first, phrase.count)
    if operator in _EXACT:
        bars = phrase.count // 2 if operator == "augmentation" else phrase.count
        said.next_bar[name] = min(first + max(bars, 1), tune.bars)
    if not tune.owner and operator == "statement":
        if (name, first) in said.before:
            notes = ornamented(notes, room.dice("again", phrase.index))
        said.before.add((name, first))
    low, high = room.span(phrase)
    tones = _pitched(room, notes, key, low, min(high, room.grid.final_beats or high))
    if not tones:
        return None
    return Placing(phrase.index, tune.owner, operator, low, tones, operator == "recolour")


def _key_for(phrase: Phrase, tune: Tune, operator: str) -> tuple[int, str]:
    """Return the tonic and mode a tune is said in: the phrase's, or the other third if asked."""
    key = phrase.key
    turned = is_major(key.mode) == tune.minor
    if operator == "mode-change" and tune.owner and not turned:
        key = key.parallel()
    return key.tonic, key.mode


def _pitched(
    room: Room, notes: Sequence[ThemeNote], key: tuple[int, str], low: float, high: float
) -> tuple[Tone, ...]:
    tonic, mode = key
    steps = [note.step for note in notes if low + note.onset_beats < high - 0.24]
    if not steps:
        return ()
    raw = sum(step_to_pitch(step, 60 + tonic, mode) for step in steps) / len(steps)
    shift = 12 * round((lead_register(room) - raw) / 12)
    tones = []
    for note in notes:
        onset = low + note.onset_beats
        length = min(note.length_beats, high - onset)
        if length > 0.2:
            pitch = step_to_pitch(note.step, 60 + tonic + shift, mode, note.alter)
            strong = is_strong(note.onset_beats, room.grid.meter)
            tones.append(Tone(onset, length, pitch, 0.82 if strong else 0.7, 0.0))
    return tuple(tones)


def lead_register(room: Room) -> float:
    """Return where the tune lies: between what the mood asks and what its players like."""
    centres = [layer.centre for layer in room.style.layers if layer.texture == "melody"]
    return (room.params.register + centres[0]) / 2 if centres else room.params.register


def fixed_tunes(placings: Sequence[Placing]) -> dict[int, Sequence[Tone]]:
    """Return, by phrase, the tunes whose harmony must follow them."""
    return {p.phrase: p.tones for p in placings if p.owner or p.operator in _EXACT}


def tune_moves(room: Room) -> list[tuple[int, int] | None]:
    """Return, by chord, (pitch before, pitch after) where the tune moves as the chord begins."""
    tones = sorted((t for p in room.placings for t in p.tones), key=lambda t: t.onset)
    begun = {round(tone.onset, 3): place for place, tone in enumerate(tones)}
    found: list[tuple[int, int] | None] = []
    for chord in room.chords:
        place = begun.get(round(chord.start, 3), 0)
        before = tones[place - 1] if place else None
        heard = before is not None and chord.start - before.onset - before.length < 1.0
        found.append((before.pitch, tones[place].pitch) if before and heard else None)
    return found


def settle(room: Room) -> tuple[Placing, ...]:
    """Bend free tunes to the chords: strong and long notes onto chord tones, by least change."""
    return tuple(
        replace(placing, tones=_bent(room, placing.tones, is_quoted=bool(placing.owner)))
        for placing in room.placings
    )


def _bent(room: Room, tones: Sequence[Tone], is_quoted: bool) -> tuple[Tone, ...]:
    """Return the line nearest to the wished one that sits in the harmony (Viterbi)."""
    choices = [_choices(room, tone, is_quoted) for tone in tones]
    scores = [cost for _, cost in choices[0]]
    trail: list[list[int]] = []
    for index in range(1, len(tones)):
        wished = tones[index].pitch - tones[index - 1].pitch
        basses = _basses(room, tones[index - 1], tones[index])
        back, ahead = [], []
        for pitch, cost in choices[index]:
            joined = [
                score + _join(pitch - before, wished) + _with_bass(before, pitch, basses)
                for (before, _), score in zip(choices[index - 1], scores, strict=True)
            ]
            best = min(range(len(joined)), key=joined.__getitem__)
            back.append(best)
            ahead.append(joined[best] + cost)
        trail.append(back)
        scores = ahead
    place = min(range(len(scores)), key=scores.__getitem__)
    path = [place]
    for back in reversed(trail):
        path.append(back[path[-1]])
    path.reverse()
    return tuple(tone._replace(pitch=choices[i][path[i]][0]) for i, tone in enumerate(tones))


def _basses(room: Room, before: Tone, after: Tone) -> tuple[int, int] | None:
    """Return the bass's pitch classes under two notes, when a chord begins with the second."""
    chord = room.chord_at(after.onset)
    if abs(chord.start - after.onset) > 1e-3:
        return None
    return room.chord_at(before.onset).bass, chord.bass


def _with_bass(before: int, after: int, basses: tuple[int, int] | None) -> float:
    """Return what it costs to go with the bass in fifths or octaves."""
    if basses is None or before == after:
        return 0.0
    gap = (after - basses[1]) % 12
    return 4.0 if gap in (0, 7) and (before - basses[0]) % 12 == gap else 0.0


def _choices(room: Room, tone: Tone, is_quoted: bool) -> list[tuple[int, float]]:
    """Return (pitch, cost) near the wished pitch."""
    chord = room.chord_at(tone.onset)
    if is_quoted:
        return [(tone.pitch, 0.0)]
    found = []
    for pitch in range(tone.pitch - 4, tone.pitch + 5):
        if pitch % 12 in chord.scale or pitch == tone.pitch:
            found.append((pitch, 0.35 * abs(pitch - tone.pitch) + _rub(room, tone, pitch, chord)))
    return found


def _rub(room: Room, tone: Tone, pitch: int, chord: Harmony) -> float:
    if pitch % 12 in chord.classes:
        return 0.0
    bar = room.grid.bar_at(tone.onset)
    strong = is_strong(tone.onset - bar.start_beats, bar.meter)
    cost = 4.5 if strong else 0.0
    if tone.length >= 1.5:
        cost += 1.5
    return cost + (0.4 if pitch % 12 not in chord.scale else 0.0)


def _join(interval: int, wished: int) -> float:
    cost = 0.3 * abs(interval - wished)
    if wished and (interval > 0) != (wished > 0):
        cost += 0.6
    if abs(interval) > 9:
        cost += 1.0
    return cost + (0.25 if abs(interval) > 4 and abs(wished) <= 4 else 0.0)
