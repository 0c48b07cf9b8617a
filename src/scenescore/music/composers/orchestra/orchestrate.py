"""Sets the layers on stage: when each enters and leaves, who plays, what is doubled.

Entries follow the intensity curve bar by bar and are staggered; they grow in, and ring out.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from scenescore.core.instruments import INSTRUMENTS
from scenescore.music.composers.orchestra.affect import clamp
from scenescore.music.composers.orchestra.dice import Dice
from scenescore.music.composers.orchestra.ending import end_layer
from scenescore.music.composers.orchestra.form import sections_of
from scenescore.music.composers.orchestra.lines import Lines, part_name
from scenescore.music.composers.orchestra.model import Layer, Phrase, Room, Stage, Style, Tone
from scenescore.music.composers.orchestra.styles.unease import UNREST
from scenescore.music.composers.orchestra.textures import BEATEN, SUNG, SUSTAINED, TEXTURES
from scenescore.music.composers.orchestra.textures.common import cut
from scenescore.music.composers.orchestra.textures.melodic import can_sing
from scenescore.music.composers.orchestra.touch import played, shaken

_COLOURS = frozenset(
    ("pad", "ostinato", "arpeggio", "pulse", "sparkle", "comp", "strum", "swells", "oompah",
     "groove", "counter", "echo", "answers", "thirds", "cluster")
)  # fmt: skip
"""Textures that may rest in a section for the sake of contrast."""
_SPREAD = 1.25
"""Bends intensity before it is held against the layers, so that the loud ones come late."""

_OF_SECTION = 0.85
"""How far a section decides as a whole who plays in it; the rest is left to its phrases."""
_STEPS = {"intro": -0.12, "statement": -0.02, "build": 0.03, "climax": 0.14, "release": -0.12,
          "outro": -0.16}  # fmt: skip
"""What a section's purpose adds to its intensity when layers are chosen; calm adds little."""

_FITFUL = frozenset(("swells", "sparkle", "answers"))
"""Textures that may let bars pass without a note, so that nothing can be left to them alone."""
_BREATHING = frozenset(("ostinato", "oompah", "comp", "strum", "riff", "pulse"))

Span = tuple[int, int]
"""First bar and the bar after the last."""


def set_stage(room: Room, lines: Lines) -> None:
    """Let every layer play its part."""
    room = played(room)
    for place, layer in enumerate(room.style.layers):
        spans = on_stage(room, layer, place)
        for span in spans:
            _play(room, layer, span, lines)
        end_layer(room, shaken(layer, room.phrases[-1]), spans[-1][1] if spans else -99, lines)
    _say_what_nobody_said(room, lines)


def _say_what_nobody_said(room: Room, lines: Lines) -> None:
    """Have a quoted theme played even where no melody layer was on stage."""
    leads = [layer for layer in room.style.layers if layer.texture == "melody"]
    able = [layer for layer in room.style.layers
            if not any(INSTRUMENTS[player].is_drums for player in layer.players)]  # fmt: skip
    stranger = Layer("stranger", "melody", ("horns",), centre=62)
    layer = leads[0] if leads else stranger
    if not leads and room.style.is_strict and able:
        layer = replace(able[0], texture="melody")
    for placing in room.placings:
        if placing.owner and placing.phrase not in lines.sung:
            phrase = room.phrases[placing.phrase]
            _play(room, layer, (phrase.first, phrase.first + phrase.count), lines)


def on_stage(room: Room, layer: Layer, place: int) -> list[Span]:
    """Return the stretches of bars in which a layer plays."""
    last = room.grid.end_bar
    if last == 0:
        return []
    phrases = [room.phrase_at(bar.start_beats) for bar in room.grid.bars[:last]]
    roles = [phrase.role for phrase in phrases]
    levels, rests = [0.0] * last, [False] * last
    spread = [level**_SPREAD for level in room.bar_intensity]
    for first, after in sections_of(room.phrases):
        role = roles[min(first, last - 1)]
        silent = layer.name in resting(room, role)
        step = _STEPS[role] * (room.params.arousal01 if _STEPS[role] > 0 else 1)
        whole = sum(spread[first:after]) / (after - first) + step
        for bar in range(first, min(after, last)):
            rests[bar] = silent
            level = _OF_SECTION * whole + (1 - _OF_SECTION) * _mean(spread, phrases[bar])
            levels[bar] = max(level, 0.0)  # calm as it is, somebody plays
    playing, found = False, list[Span]()
    enter = _threshold(room, layer)
    for bar in range(last):
        fits = (not layer.roles or roles[bar] in layer.roles) and not rests[bar]
        edge = enter - (0.06 if playing else 0.0)
        here = fits and edge <= levels[bar] < layer.leave + (0.06 if playing else 0.0)
        if here and not playing:
            found.append((bar, bar + 1))
        elif here:
            found[-1] = (found[-1][0], bar + 1)
        playing = here
    found = [span for span in found if span[1] - span[0] >= min(2, last) or layer.texture in SUNG]
    return _staggered(room, layer, place, found)


def _mean(levels: list[float], phrase: Phrase) -> float:
    bars = levels[phrase.first : phrase.first + phrase.count]
    return sum(bars) / len(bars)


def _threshold(room: Room, layer: Layer) -> float:
    """Return the intensity a layer waits for: bright scenes let the high in sooner, dark the low.

    What opens the cue opens it in any mood.
    """
    if layer.enter < 0.1 or layer.texture in BEATEN:
        return layer.enter
    height = clamp((layer.centre - 60) / 16, -1, 1)
    return max(layer.enter - 0.1 * height * room.params.valence, 0.05)


@lru_cache(maxsize=256)
def _resting(seed: int, style: Style, place: int) -> frozenset[str]:
    """Return who rests in the sections of a purpose: some of those who play before.

    What opens a cue carries it, and does not rest.
    """
    dice = Dice(seed, style.name, "resting", place)
    able = [
        layer for layer in style.layers if layer.texture in _COLOURS and 0.1 <= layer.enter < 0.5
    ]
    before = _resting(seed, style, place - 1) if place else frozenset()
    fresh = [layer for layer in able if layer.name not in before]
    found = {layer.name for layer in fresh if dice.chance(0.5)}
    return frozenset({*found, dice.pick(fresh).name} if fresh else found)


def resting(room: Room, role: str) -> frozenset[str]:
    """Return the layers silent in a section of this purpose, so that sections differ in colour.

    Nobody rests in a climax, and the more stirred the scene the fewer of the struck in a build:
    its length leaps with the tempo, and a quicker scene would be emptier for it.
    """
    if role == "climax":
        return frozenset()
    found = _resting(room.seed, room.style, tuple(_STEPS).index(role))
    if role == "build":
        stir = room.params.arousal01
        held = {own.name for own in room.style.layers if own.texture in SUSTAINED | SUNG}
        found = frozenset(
            name for name in found if name in held or room.dice("rests", name).random() >= stir
        )
    return found | _WITHOUT[role](room.seed, room.style) if role in _WITHOUT else found


def _openers(style: Style) -> list[Layer]:
    """Return who opens the cue; what tension added to the style never rests."""
    return [
        layer
        for layer in style.layers
        if layer.enter < 0.1 and not layer.roles and layer.name not in UNREST
    ]


def _carriers(style: Style) -> list[Layer]:
    """Return those of the opening players who can be alone for a while."""
    return [
        layer
        for layer in _openers(style)
        if layer.texture not in SUNG | BEATEN | _FITFUL
        and layer.enter <= 0.05
        and not _is_unpitched(layer)
        and not _fades(layer)
    ]


def _fades(layer: Layer) -> bool:
    """Return True for long notes given to those who cannot hold one, as a marimba's ground."""
    is_long = layer.texture in SUSTAINED or layer.texture == "bass"
    return is_long and not any(can_sing(player) for player in layer.players)


@lru_cache(maxsize=256)
def _not_yet(seed: int, style: Style) -> frozenset[str]:
    """Return those of the opening players whom the introduction does without: all but one."""
    able = _carriers(style)
    if not able:
        return frozenset()
    kept = Dice(seed, style.name, "opening").pick(able).name
    return frozenset(layer.name for layer in _openers(style) if layer.name != kept)


@lru_cache(maxsize=256)
def _held_back(seed: int, style: Style) -> frozenset[str]:
    """Return whom of the opening players a build does without, so that the climax has them."""
    carriers = [layer.name for layer in _carriers(style)]
    able = [
        layer.name
        for layer in _openers(style)
        if layer.texture not in SUNG and [name for name in carriers if name != layer.name]
    ]
    return frozenset({Dice(seed, style.name, "held back").pick(able)} if able else ())


_WITHOUT = {"intro": _not_yet, "build": _held_back}
"""Who else is silent in sections of a purpose."""


def _is_unpitched(layer: Layer) -> bool:
    return any(INSTRUMENTS[player].is_drums or player == "risers" for player in layer.players)


def _staggered(room: Room, layer: Layer, place: int, spans: list[Span]) -> list[Span]:
    """Hold some entries back a bar, so that not everybody begins at once."""
    if layer.texture in SUNG:
        return spans
    found = []
    for first, after in spans:
        phrase = room.phrase_at(room.grid.bars[first].start_beats)
        dice = room.dice("stagger", layer.name, phrase.index)
        is_late, is_much_later = dice.chance(0.4), dice.chance(0.6)
        late = 0
        if after - first >= 4 and place > 0 and layer.enter > 0 and is_late:
            late = 1
        if first == 0 and place > 1 and after >= 6 and layer.enter > 0.05 and is_much_later:
            late = room.phrases[0].count
        landed = any(p.landing is not None and p.first == first for p in room.phrases)
        found.append((first + (0 if landed else late), after))
    return found


def _play(room: Room, written: Layer, span: Span, lines: Lines) -> None:
    """Play one stretch, phrase by phrase."""
    texture = TEXTURES[written.texture]
    for phrase in room.phrases:
        low, high = max(span[0], phrase.first), min(span[1], phrase.first + phrase.count)
        if low >= high:
            continue
        layer = shaken(written, phrase)
        stage = Stage(
            phrase, room.grid.bars[low:high], low == span[0] and low > 0,
            high == span[1] and high < room.grid.end_bar,
        )  # fmt: skip
        tones = cut(texture(room, layer, stage), stage) if layer.texture not in SUNG else texture(
            room, layer, stage)  # fmt: skip
        if layer.texture in _BREATHING:
            tones = _breathe(room, layer, stage, tones)
        give(room, layer, tones, lines)
        if layer.texture == "melody" and tones:
            leader = layer.players[min(tones[0].voice, len(layer.players) - 1)]
            desk = desk_of(room, layer, leader)
            lines.sung.setdefault(phrase.index, part_name(leader, layer.articulation, desk))
        _ramps(layer, stage, lines)


def _breathe(room: Room, layer: Layer, stage: Stage, tones: list[Tone]) -> list[Tone]:
    """Make room at a phrase's end: a stop before the turn, or a held breath before a hit."""
    phrase = stage.phrase
    last = stage.bars[-1]
    if phrase.count < 2 or last.index != phrase.first + phrase.count - 1:
        return tones
    ahead = room.phrases[phrase.index + 1 :][:1]
    before_hit = bool(ahead) and ahead[0].landing is not None
    dice = room.dice("breath", phrase.index)
    if before_hit and dice.chance(0.6):
        pause = 0.5 if room.params.bpm < 120 else 1.0
        return [t for t in tones if t.onset < last.end_beats - pause - 1e-6]
    if not room.style.is_steady and room.dice("stop", phrase.index).chance(room.style.stops):
        kept = last.start_beats + last.length_beats / 2
        return [t for t in tones if t.onset < kept - 1e-6]
    return tones


def give(room: Room, layer: Layer, tones: list[Tone], lines: Lines) -> None:
    """Hand tones to a layer's players by voice, and to those that double them."""
    sounding = layer.sounding
    by_player: dict[str, list[Tone]] = {}
    for tone in tones:
        player = layer.players[min(tone.voice, len(layer.players) - 1)]
        level = tone.level * layer.level
        own = tone.sounding or sounding
        by_player.setdefault(player, []).append(tone._replace(level=level, sounding=own))
    for player, own_tones in by_player.items():
        strand = (layer.texture, layer.name)
        lines.add(player, layer.articulation, own_tones, strand, desk_of(room, layer, player))
    for double, interval, wished in layer.double:
        enter = wished - 0.3 * (room.params.brightness - 0.5)
        low, high = INSTRUMENTS[double].low, INSTRUMENTS[double].high
        doubled = [
            tone._replace(pitch=tone.pitch + interval, level=tone.level * layer.level * 0.85,
                          sounding=tone.sounding or sounding)
            for tone in tones
            if room.intensity_at(tone.onset) >= enter and low <= tone.pitch + interval <= high
        ]  # fmt: skip
        if doubled:
            lines.add(double, layer.articulation, doubled)


def desk_of(room: Room, layer: Layer, player: str) -> str:
    """Return `lead` when a player has the tune while others of its kind accompany, else nothing."""
    if layer.texture != "melody":
        return ""
    busy = any(
        player in other.players
        and other.articulation == layer.articulation
        and other.texture not in SUNG
        for other in room.style.layers
    )
    return "lead" if busy else ""


def _ramps(layer: Layer, stage: Stage, lines: Lines) -> None:
    """Let long notes grow in on entry and die away on exit."""
    if layer.texture not in SUSTAINED:
        return
    for player in layer.players:
        line = lines.line(player, layer.articulation)
        if stage.is_entry:
            line.ramps.append((stage.start, min(stage.start + 4, stage.end), 0.45, 1.0))
        if stage.is_exit:
            line.ramps.append((max(stage.end - 4, stage.start), stage.end, 1.0, 0.4))
