"""Players' lines between the layers and the printed parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from scenescore.core.instruments import INSTRUMENTS
from scenescore.music.composers.orchestra.model import Tone

LineKey = tuple[str, str, str]
"""(instrument, articulation, desk)."""
Strand = tuple[str, str, int]
"""(texture, layer, voice): one voice of the setting, whoever plays it."""
_NOBODY = ("", "")
_ARTICULATED = {
    "sustain": "",
    "pizzicato": " pizz.",
    "tremolo": " trem.",
    "staccato": " stacc.",
    "mute": " con sord.",
    "fast": "",
    "slow": "",
}


def part_name(instrument: str, articulation: str, desk: str = "") -> str:
    """Return a part's name as printed: `Violins I pizz.`, `Felt Piano lead`."""
    mark = _ARTICULATED[articulation]
    return INSTRUMENTS[instrument].label + mark + (f" {desk}" if desk else "")


@dataclass(slots=True)
class Line:
    """What one player plays in one articulation, gathered from all layers."""

    instrument: str
    articulation: str
    desk: str = ""
    """`lead` for one who has the tune while others of the kind accompany."""
    tones: list[Tone] = field(default_factory=list)
    ramps: list[tuple[float, float, float, float]] = field(default_factory=list)
    """(from beat, to beat, from share, to share) of loudness: entries and exits."""


@dataclass(slots=True)
class Lines:
    """All lines of a cue by instrument and articulation."""

    found: dict[LineKey, Line] = field(default_factory=dict)
    sung: dict[int, str] = field(default_factory=dict)
    """By phrase, the label of who has the tune."""
    strands: dict[Strand, list[Tone]] = field(default_factory=dict)
    """The same tones by voice, doublings left out: what rules of counterpoint are held against."""

    def line(self, instrument: str, articulation: str, desk: str = "") -> Line:
        """Return the line of a player, begun if need be."""
        key = (instrument, articulation, desk)
        if key not in self.found:
            self.found[key] = Line(instrument, articulation, desk)
        return self.found[key]

    def add(
        self,
        instrument: str,
        articulation: str,
        tones: list[Tone],
        strand: tuple[str, str] = _NOBODY,
        desk: str = "",
    ) -> None:
        """Give tones to a player, moved by octaves into its compass."""
        home = INSTRUMENTS[instrument]
        line = self.line(instrument, articulation, desk)
        for tone in tones:
            pitch = tone.pitch
            if not home.is_drums:
                while pitch > home.high:
                    pitch -= 12
                while pitch < home.low:
                    pitch += 12
                if pitch > home.high:
                    continue
            played = tone if pitch == tone.pitch else tone._replace(pitch=pitch)
            line.tones.append(played)
            if strand[0]:
                self.strands.setdefault((*strand, tone.voice), []).append(played)


def tidy(tones: Sequence[Tone], end: float, is_drums: bool) -> list[Tone]:
    """Sort, drop doubles, and let no pitch sound twice at once or beyond the end."""
    found: list[Tone] = []
    open_notes: dict[int, int] = {}
    for tone in sorted(tones, key=lambda t: (round(t.onset, 5), t.pitch, -t.level)):
        length = min(tone.length, end - tone.onset)
        if tone.onset < -1e-9 or length < 0.02:
            continue
        before = open_notes.get(tone.pitch)
        if before is not None:
            old = found[before]
            if tone.onset - old.onset < 0.03:
                longest = max(length, old.length)
                loudest = max(tone.level, old.level)
                found[before] = old._replace(
                    length=longest, level=loudest, is_hit=old.is_hit or tone.is_hit
                )
                continue
            if old.onset + old.length > tone.onset:
                if not is_drums:  # struck again, it sounds on as long as it would have
                    length = max(length, old.onset + old.length - tone.onset)
                found[before] = old._replace(length=tone.onset - old.onset)
        open_notes[tone.pitch] = len(found)
        found.append(tone._replace(length=length))
    return found
