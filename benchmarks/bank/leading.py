"""Gates of voice leading: parallels, crossings, ranges, and the shape of melodies.

Voices are taken from the composer's strands, doublings left out. Independent are: the tune, the
counter-melody, the bass, and the voices of the first pad or chorale; a second layer on the same
setting doubles it, and is declared as doing so by its texture.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

from scenescore.core.instruments import INSTRUMENTS
from scenescore.core.score import Score
from scenescore.music.composers.orchestra.lines import Lines, Strand
from scenescore.music.composers.orchestra.model import Room, Tone
from scenescore.music.composers.orchestra.tunes import is_strong

_KINDS = {"melody": "tune", "counter": "counter", "pad": "frame", "chorale": "frame",
          "bass": "bass", "pedal": "bass"}  # fmt: skip
Voice = list[Tone]


def voices_of(lines: Lines, room: Room) -> dict[str, Voice]:
    """Return the independent voices by name: `tune`, `counter`, `frame 0`.., `bass`."""
    found: dict[str, Voice] = {}
    owner: dict[str, str] = {}
    order = {layer.name: place for place, layer in enumerate(room.style.layers)}
    strands = sorted(lines.strands.items(), key=lambda item: (order.get(item[0][1], 99), item[0]))
    for (texture, name, voice), tones in strands:
        kind = _KINDS.get(texture)
        if kind is None or (kind == "frame" and voice > 3):
            continue
        if owner.setdefault(kind, name) != name:
            continue
        label = f"frame {voice}" if kind == "frame" else kind
        found.setdefault(label, []).extend(tones)
    if "bass" in found:  # the setting's lowest voice doubles it
        found.pop("frame 3", None)
    return {label: _single(tones) for label, tones in sorted(found.items())}


def _single(tones: Sequence[Tone]) -> Voice:
    """Return one note at a time: the highest of any struck together, cut where the next begins."""
    line: list[Tone] = []
    for tone in sorted(tones, key=lambda t: (round(t.onset, 3), t.pitch)):
        if line and tone.onset - line[-1].onset < 0.05:
            line[-1] = tone
            continue
        if line and line[-1].onset + line[-1].length > tone.onset:
            line[-1] = line[-1]._replace(length=tone.onset - line[-1].onset)
        line.append(tone)
    return line


def leading_facts(score: Score, lines: Lines, room: Room) -> dict[str, float]:
    """Return parallels a bar, crossings, notes out of range, and melodic figures."""
    voices = voices_of(lines, room)
    pairs = [(a, b) for a, b in combinations(voices, 2)]
    parallel = {f"{a}/{b}": _parallels(voices[a], voices[b]) for a, b in pairs}
    bars = max(len(room.grid.bars), 1)
    frame = [voices[name] for name in sorted(voices) if name.startswith("frame")]
    crossed = sum(_crossings(high, low) for high, low in pairwise(frame))
    out = sum(
        1
        for part in score.parts
        for note in part.notes
        if not INSTRUMENTS[part.instrument].low <= note.pitch <= INSTRUMENTS[part.instrument].high
    )
    return {
        "bars": bars,
        "parallels": sum(parallel.values()),
        "crossings": crossed,
        "out_of_range": out,
        **{f"parallel {name}": count for name, count in parallel.items() if count},
        **_tune_facts(voices.get("tune", []), room),
    }


def _parallels(one: Voice, two: Voice) -> int:
    """Count moves of both voices at once, the same way, from a fifth or octave to its like."""
    heard = {round(tone.onset, 2): tone.pitch for tone in two}
    before: dict[float, int] = {}
    for first, second in pairwise(two):
        if second.onset - first.onset - first.length < 0.6:
            before[round(second.onset, 2)] = first.pitch
    count = 0
    for first, second in pairwise(one):
        at = round(second.onset, 2)
        if at not in before or second.onset - first.onset - first.length >= 0.6:
            continue
        gap_before, gap_after = first.pitch - before[at], second.pitch - heard[at]
        moved = second.pitch - first.pitch
        if moved and (heard[at] - before[at]) * moved > 0:
            count += gap_before % 12 == gap_after % 12 and gap_after % 12 in (0, 7)
    return count


def _crossings(high: Voice, low: Voice) -> int:
    """Count the moments a quarter apart at which the lower voice lies above the higher."""

    def at(voice: Voice, beat: float) -> int | None:
        return next((t.pitch for t in voice if t.onset <= beat < t.onset + t.length - 0.01), None)

    end = int(max((t.onset + t.length for t in (*high, *low)), default=0))
    count = 0
    for beat in range(end):
        above, below = at(high, beat + 0.02), at(low, beat + 0.02)
        count += above is not None and below is not None and above < below
    return count


def _tune_facts(tune: Voice, room: Room) -> dict[str, float]:
    """Return the share of strong beats on chord tones, of leaps, and the compass in semitones."""
    if len(tune) < 4:
        return {}
    strong = [
        tone for tone in tune
        if is_strong(tone.onset - room.grid.bar_at(tone.onset).start_beats,
                     room.grid.bar_at(tone.onset).meter)
    ]  # fmt: skip
    fitting = sum(1 for t in strong if t.pitch % 12 in room.chord_at(t.onset).classes)
    moves = [b.pitch - a.pitch for a, b in pairwise(tune) if b.onset - a.onset - a.length < 0.6]
    spans = []
    for placing in room.placings:
        pitches = [tone.pitch for tone in placing.tones]
        spans.append(max(pitches) - min(pitches))
    return {
        "strong": len(strong),
        "strong_in_chord": fitting,
        "moves": len(moves),
        "leaps": sum(1 for move in moves if abs(move) > 4),
        "compass": max(spans, default=0),
    }


__all__ = ["Strand", "leading_facts", "voices_of"]
