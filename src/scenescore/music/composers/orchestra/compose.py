"""From a brief to a score, step by step. Knows the order of things, not the things."""

from __future__ import annotations

from dataclasses import replace

from scenescore.core import genres
from scenescore.core.errors import BadBriefError
from scenescore.core.score import Chord, Marker, Quotation, Score, Section
from scenescore.core.timing import main_bpm
from scenescore.core.types import MusicBrief
from scenescore.music.composers.orchestra.accents import strike_all
from scenescore.music.composers.orchestra.affect import Params, mode_of, params_of
from scenescore.music.composers.orchestra.counterpoint import amend, ground
from scenescore.music.composers.orchestra.curve import intensities
from scenescore.music.composers.orchestra.dice import Dice
from scenescore.music.composers.orchestra.ending import ring_out
from scenescore.music.composers.orchestra.form import shape
from scenescore.music.composers.orchestra.grid import Grid
from scenescore.music.composers.orchestra.guests import admit, own_chord
from scenescore.music.composers.orchestra.harmony import harmonise
from scenescore.music.composers.orchestra.homing import bring_home
from scenescore.music.composers.orchestra.joins import join_all
from scenescore.music.composers.orchestra.keys import Key, owner_tonic, parse_key, related
from scenescore.music.composers.orchestra.lines import Lines
from scenescore.music.composers.orchestra.melody import (
    fixed_tunes,
    motif_of,
    place_tunes,
    settle,
    tune_moves,
)
from scenescore.music.composers.orchestra.meter import parse_meter
from scenescore.music.composers.orchestra.model import Room, Style
from scenescore.music.composers.orchestra.orchestrate import set_stage
from scenescore.music.composers.orchestra.palette import recast
from scenescore.music.composers.orchestra.perform import perform
from scenescore.music.composers.orchestra.steer import (
    felt,
    in_modes,
    meet,
    mood_at,
    pace,
    steered,
)
from scenescore.music.composers.orchestra.stretches import Wish
from scenescore.music.composers.orchestra.styles import style_of
from scenescore.music.composers.orchestra.styles.unease import with_unease
from scenescore.music.composers.orchestra.tempo import lay_out
from scenescore.music.composers.orchestra.unmet import unmet
from scenescore.music.composers.orchestra.vary import vary
from scenescore.music.composers.orchestra.voicing import set_chords

_APART = 1 << 32
"""Keeps (seed, variation) pairs apart; a variation is no larger."""


def write_score(brief: MusicBrief, seed: int) -> Score:
    """Return the score of a brief; equal brief and seed give an equal score.

    Raises
    ------
    BadBriefError
        no length, or a meter or tempo that is none
    """
    _check(brief)
    room = furnish(brief, seed)
    return finish(room, write_lines(room))


def write_lines(room: Room) -> Lines:
    """Return what everybody plays."""
    lines = Lines()
    set_stage(room, lines)
    bring_home(room, lines)
    amend(room, lines)
    joins = [(admit(player, room.style), tone) for player, tone in join_all(room)]
    for player, tone in (*joins, *strike_all(room)):
        if player is not None:
            lines.add(player, "sustain", [tone])
    if not any(line.tones for line in lines.found.values()):
        for player, tone in own_chord(room, room.grid.final_beats, 0.7):
            lines.add(player, "sustain", [tone])
    vary(room, lines)
    meet(room, lines)
    ring_out(room, lines)
    ground(room, lines)
    return lines


def _check(brief: MusicBrief) -> None:
    if not 0 < brief.duration_s < 36_000:
        raise BadBriefError(f"a cue of {brief.duration_s:g} s cannot be composed")
    if brief.bpm is not None and not 20 <= brief.bpm <= 300:
        raise BadBriefError(f"{brief.bpm:g} bpm is no tempo", hint="Use 30 to 240.")


def furnish(brief: MusicBrief, seed: int) -> Room:
    """Decide everything that all layers share: time, form, key, tunes, chords."""
    brief = steered(brief)
    own = style_of(genres.match(brief.genre or " ".join(brief.emotions)).style)
    style = recast(own, brief.palette, brief.film_palette)
    dice = Dice(seed, style.name, "cue", brief.variation)
    params = params_of(brief.mood, style.tempo)
    style = with_unease(style, params)
    key = _key(brief, style, dice)
    grid = _time(brief, style, params, params.bpm * dice.between(0.97, 1.03))
    curve = intensities(brief, params, grid, style.ending, dice)
    phrases, levels = shape(brief, grid, key, style, curve, dice)
    phrases = in_modes(phrases, brief, style, grid)
    room = Room(brief, seed * _APART + brief.variation, style, params, grid, key, phrases, levels)
    room = replace(room, placings=place_tunes(room), motif=motif_of(room))
    chords = felt(harmonise(room, fixed_tunes(room.placings)), room)
    room = replace(room, chords=chords, starts=tuple(chord.start for chord in chords))
    room = replace(room, placings=settle(room))
    frame = set_chords(chords, _lifts(room), tune_moves(room))
    low = tuple(chord._replace(low=own[3]) for chord, own in zip(chords, frame, strict=True))
    return replace(room, chords=low, frame=frame)


def _lifts(room: Room) -> list[float]:
    """Return how high the setting of each chord lies: by mood, and with the cue's own energy."""
    home = (room.params.register - 67) * 1.1
    clock, brief, tempo = room.grid.clock, room.brief, room.style.tempo
    moments = [room.intensity_at(min(c.start, room.grid.final_beats)) for c in room.chords]
    mean = sum(moments) / len(moments)
    moods = [mood_at(brief, clock.beats_to_seconds(chord.start)) for chord in room.chords]
    glides = [params_of(mood, tempo).register - room.params.register for mood in moods]
    return [
        home + 9.0 * (moment - mean) + 1.1 * glide
        for moment, glide in zip(moments, glides, strict=True)
    ]


def _key(brief: MusicBrief, style: Style, dice: Dice) -> Key:
    """Return the brief's key, one near the cue before, the owner's, the film's, or any liked."""
    asked = parse_key(brief.key) if brief.key else None
    if asked is not None:
        return asked
    mode = mode_of(brief.mood, style.modes)
    before = parse_key(brief.follows) if brief.follows else None
    if before is not None:
        return Key(dice.pick(related(before, mode)), mode)
    liked = style.tonics or (0, 2, 3, 4, 5, 7, 8, 9, 10, 11)
    owners = [use.owner for use in brief.themes if use.theme is not None]
    if owners:
        return Key(owner_tonic(owners[0], brief.mood, liked), mode)
    if brief.home is not None:
        return Key(owner_tonic(brief.home, brief.mood, liked), mode)
    return Key(dice.pick(liked), mode)


def _time(brief: MusicBrief, style: Style, params: Params, bpm: float) -> Grid:
    meter = parse_meter(brief.meter)
    if meter.is_compound:
        bpm *= 1.25
    steady = style.is_steady or brief.role == "source"
    hits = () if brief.role == "source" else brief.hits
    is_stinger = brief.role == "stinger"
    tail_s = brief.duration_s if is_stinger else style.tail_s * (1.2 - 0.45 * params.arousal01)
    breath = 0.0 if steady else style.breath
    paces = tuple(pace(brief, style, i / 32) for i in range(33))
    wish = Wish(
        brief.bpm or bpm, meter, brief.bpm is not None, steady, tail_s, breath, paces, is_stinger
    )
    grid = lay_out(brief.duration_s, wish, hits)
    if brief.role == "source" and brief.hits:
        said = "Source music keeps its own time, so its hits were not met."
        grid = replace(grid, bent=(*grid.bent, said))
    return grid


def finish(room: Room, lines: Lines) -> Score:
    """Return the score of what was written."""
    grid = room.grid
    score = Score(
        duration_s=grid.duration_s,
        tempo=grid.tempo,
        meters=grid.meters(),
        key=room.key.name,
        parts=perform(room, lines),
        chords=_chords(room),
        form=_form(room),
        markers=_markers(room),
        hits=tuple(landing.hit for landing in grid.landings),
        quotations=_quotations(room, lines),
        style=room.style.name,
    )
    bent = (*unmet(room.brief, room.key, main_bpm(score)), *grid.bent)
    return replace(score, bent=bent)


def _chords(room: Room) -> tuple[Chord, ...]:
    return tuple(Chord(c.start, c.length, c.symbol, c.root, c.classes) for c in room.chords)


def _form(room: Room) -> tuple[Section, ...]:
    """Return the sections, phrases of one role joined, the ending with the last."""
    found: list[Section] = []
    for phrase in room.phrases:
        low, high = room.span(phrase)
        if found and found[-1].role == phrase.role:
            old = found[-1]
            found[-1] = replace(old, length_beats=high - old.at_beats,
                                intensity=max(old.intensity, phrase.intensity))  # fmt: skip
        else:
            found.append(Section(low, high - low, phrase.role, phrase.intensity))
    last = found[-1]
    found[-1] = replace(last, length_beats=room.grid.end_beats - last.at_beats)
    return tuple(replace(s, intensity=round(s.intensity, 3)) for s in found)


def _markers(room: Room) -> tuple[Marker, ...]:
    sections = [Marker(s.at_beats, s.role) for s in _form(room)]
    hits = [Marker(x.at_beats, x.hit.label or f"hit: {x.hit.kind}") for x in room.grid.landings]
    return tuple(sorted((*sections, *hits), key=lambda m: (m.at_beats, m.text)))


def _quotations(room: Room, lines: Lines) -> tuple[Quotation, ...]:
    found = []
    for placing in room.placings:
        if placing.owner:
            end = max(tone.onset + tone.length for tone in placing.tones)
            part = lines.sung.get(placing.phrase, "")
            found.append(
                Quotation(placing.owner, placing.operator, placing.start, end - placing.start, part)
            )
    return tuple(found)
