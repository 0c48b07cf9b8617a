"""How one section leads into the next: swells, rolls, glissandi, risers, pickups, fills."""

from __future__ import annotations

from collections.abc import Callable

from scenescore.music.composers.orchestra.dice import Dice
from scenescore.music.composers.orchestra.model import Room, Tone
from scenescore.music.composers.orchestra.scales import ladder_of, nearest

Joined = list[tuple[str, Tone]]
Join = Callable[[Room, float, float, Dice], Joined]
"""(room, the beat joined to, strength 0..1, dice) -> (player, tone)."""


def _growing_beats(room: Room, at: float, share: float) -> float:
    """Return for how many beats noise grows into a join: by the clock and arousal, in half beats.

    Counted in beats it would last longest in the slowest, calmest scene, and fill it.
    """
    length_s = share * (1.0 + 3.2 * room.params.arousal01)
    halves = round(length_s * room.grid.clock.bpm_at(at) / 30)
    return min(max(halves, 1) / 2, at)


def _swell(room: Room, at: float, strength: float, dice: Dice) -> Joined:
    """A suspended cymbal grows and breaks at the join."""
    length = _growing_beats(room, at, 0.3 + 0.3 * strength)
    stroke = Tone(at, 3, 49, 0.35 + 0.4 * strength, 0.95, 0, True)
    rise = Tone(at - length, length, 55, 0.35 + 0.45 * strength, 1.0)
    return [("orchestral-percussion", rise), ("orchestral-percussion", stroke)][
        : 2 if strength > 0.5 else 1
    ]


def _timpani(room: Room, at: float, strength: float, dice: Dice) -> Joined:
    """A roll on the dominant of what comes, crescendo."""
    length = min(2.0, at)
    pitch = nearest(43, ((room.chord_at(at).root + 7) % 12, room.chord_at(at).root))
    count = int(length * 4)
    roll: Joined = [
        ("timpani", Tone(at - length + i / 4, 0.25, pitch, 0.3 + 0.5 * strength * i / count, 1.0))
        for i in range(count)
    ]
    return [
        *roll,
        ("timpani", Tone(at, 1, nearest(43, (room.chord_at(at).bass,)), 0.8, 1.0, 0, True)),
    ]


def _harp(room: Room, at: float, strength: float, dice: Dice) -> Joined:
    """A harp glissando upwards: the coming chord, and what the pedals leave beside it."""
    chord = room.chord_at(at)
    low = (55 if strength > 0.4 else 62) + dice.whole(-3, 3)
    between = dice.shuffle([tone for tone in chord.scale if tone not in chord.classes])
    strings = (*chord.classes, *between[: dice.whole(1, max(len(between), 1))])
    pitches = ladder_of(strings, low, low + 29)
    length = min(1.0 + strength, at)
    step = length / len(pitches)
    return [
        ("harp", Tone(at - length + i * step, step * 2, pitch, 0.35 + 0.4 * i / len(pitches), 1.0))
        for i, pitch in enumerate(pitches)
    ]


_SHAPES: dict[str, Callable[[tuple[int, ...]], tuple[int, ...]]] = {
    "straight": lambda scale: scale,
    "turned": lambda scale: tuple(p for i in range(2, len(scale)) for p in _turn(scale, i)),
    "in thirds": lambda scale: tuple(
        p for low, high in zip(scale, scale[2:], strict=False) for p in (low, high)
    ),
    "from below": lambda scale: (*scale[-4:-2], *scale[-5:]),
}
"""How a run climbs a scale."""


def _turn(scale: tuple[int, ...], place: int) -> tuple[int, ...]:
    """Return one step of a run that goes back at every second one."""
    return (scale[place], scale[place - 1]) if place % 2 else (scale[place],)


def _run(player: str, low: int, notes: int) -> Join:
    def run(room: Room, at: float, strength: float, dice: Dice) -> Joined:
        """A scale rushing up into the downbeat."""
        chord = room.chord_at(at)
        top = nearest(low + 14, chord.classes)
        count = notes + dice.whole(-2, 1)
        pitches = _SHAPES[dice.pick(tuple(_SHAPES))](ladder_of(chord.scale, top - 21, top - 1))
        pitches = pitches[-count:]
        step = 0.25 if room.params.bpm < 116 else 1 / 3
        start = at - step * len(pitches)
        if start < 0:
            return []
        return [
            (player, Tone(start + i * step, step, pitch, 0.45 + 0.35 * i / notes, 0.9))
            for i, pitch in enumerate(pitches)
        ]

    return run


def _riser(room: Room, at: float, strength: float, dice: Dice) -> Joined:
    """A riser ending at its peak."""
    length = _growing_beats(room, at, 0.5 + 0.5 * strength)
    return [("risers", Tone(at - length, length, 49, 0.4 + 0.45 * strength, 1.0))]


def _boom(room: Room, at: float, strength: float, dice: Dice) -> Joined:
    """A deep boom on the join."""
    return [("risers", Tone(at, 4, 36, 0.45 + 0.4 * strength, 1.0, 0, True))]


def _toms(player: str, keys: tuple[int, ...]) -> Join:
    def toms(room: Room, at: float, strength: float, dice: Dice) -> Joined:
        """A fill down the drums."""
        count = 4 + 4 * (strength > 0.55)
        step = 0.25
        start = at - step * count
        if start < 0:
            return []
        return [
            (player, Tone(start + i * step, step, keys[i * len(keys) // count],
                          0.5 + 0.4 * strength * i / count, 0.9))
            for i in range(count) if i == 0 or dice.chance(0.85)
        ]  # fmt: skip

    return toms


def _pickup(player: str, centre: int) -> Join:
    def pickup(room: Room, at: float, strength: float, dice: Dice) -> Joined:
        """Two or three notes stepping into the downbeat."""
        chord = room.chord_at(at)
        goal = nearest(centre, chord.classes)
        way = dice.pick((-1, 1))
        step = 0.5
        pitches = [nearest(goal - way * 2 * (3 - i), chord.scale) for i in range(3)]
        if at < step * 3:
            return []
        return [
            (player, Tone(at - step * (3 - i), step, pitch, 0.5 + 0.1 * i, 0.9))
            for i, pitch in enumerate(pitches)
        ]

    return pickup


def _bell(room: Room, at: float, strength: float, dice: Dice) -> Joined:
    """One bell on the new downbeat."""
    pitch = nearest(67, (room.chord_at(at).root,))
    return [("tubular-bells", Tone(at, 4, pitch, 0.45 + 0.3 * strength, 1.0, 0, True))]


def _sparkle(room: Room, at: float, strength: float, dice: Dice) -> Joined:
    """A celesta arpeggio rising into the join, and a triangle on it."""
    chord = room.chord_at(at)
    pitches = ladder_of(chord.classes, 72, 96)[-6:]
    if at < 1.5:
        return []
    found: Joined = [
        ("celesta", Tone(at - 1.5 + 0.25 * i, 0.5, pitch, 0.4 + 0.05 * i, 1.0))
        for i, pitch in enumerate(pitches)
    ]
    return [*found, ("orchestral-percussion", Tone(at, 2, 81, 0.5, 1.0, 0, True))]


JOINS: dict[str, Join] = {
    "swell": _swell,
    "timpani": _timpani,
    "harp": _harp,
    "strings-run": _run("violins-1", 74, 8),
    "flute-run": _run("flute", 79, 8),
    "piccolo-run": _run("piccolo", 88, 7),
    "riser": _riser,
    "boom": _boom,
    "toms": _toms("drum-kit", (50, 48, 47, 45, 43, 41)),
    "electronic-toms": _toms("electronic-kit", (50, 47, 45, 43)),
    "taikos": _toms("taiko", (50, 47, 45, 41, 36)),
    "snare": _toms("march-drums", (38,)),
    "hands": _toms("hand-drums", (60, 62, 63, 64)),
    "brush": _toms("brush-kit", (38, 45)),
    "clarinet-pickup": _pickup("clarinet", 69),
    "bass-pickup": _pickup("upright-bass", 40),
    "horn-pickup": _pickup("horns", 62),
    "cello-pickup": _pickup("celli", 50),
    "guitar-pickup": _pickup("nylon-guitar", 52),
    "bell": _bell,
    "sparkle": _sparkle,
}


_INSIDE = 0.3
"""Chance that a phrase is led into where no section begins."""


def join_all(room: Room) -> Joined:
    """Return the notes that lead over every border between phrases."""
    found: Joined = []
    if room.brief.role == "stinger" or room.style.ending == "button":
        found += _into_end(room)
    for phrase in room.phrases[1:]:
        at = room.span(phrase)[0]
        before = room.phrases[phrase.index - 1]
        rise = phrase.intensity - before.intensity
        landing = phrase.landing
        is_new = phrase.role != before.role
        if rise < -0.05 and landing is None and not is_new:
            continue
        dice = room.dice("join", phrase.index)
        strength = min(max(phrase.intensity + rise, 0.1), 1.0)
        weight = 1.0 if is_new or landing is not None else _INSIDE + 0.6 * max(rise, 0)
        if not dice.chance(weight) or not room.style.joins:
            continue
        names = dice.shuffle(room.style.joins)[: 2 if strength > 0.6 else 1]
        for name in names:
            found += JOINS[name](room, at, strength, dice)
    return [(player, tone) for player, tone in found if tone.onset >= 0]


def _into_end(room: Room) -> Joined:
    """Lead into the last chord of a button, or into a stinger's stroke."""
    at = room.grid.final_beats
    if at < 1 or not room.style.joins:
        return []
    dice = room.dice("join", "end")
    name = dice.pick(room.style.joins)
    return JOINS[name](room, at, room.bar_intensity[max(room.grid.end_bar - 1, 0)], dice)
