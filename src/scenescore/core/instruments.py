"""The one table of instruments: what each is called, where it sits, and what it can play.

Composers write for these names, players find a sound for them, exporters their General MIDI
program. Ranges are sounding pitch (MIDI), the comfortable compass of orchestration handbooks.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Instrument:
    """One instrument or section."""

    name: str
    """Key: `violins-1`."""
    label: str
    """As printed on a score: `Violins I`."""
    family: str
    """Stem: strings, brass, woodwinds, keys, plucked, choir, synth, bass, drums, percussion."""
    program: int
    """General MIDI program, 0..127."""
    low: int
    """Lowest sounding pitch."""
    high: int
    """Highest comfortable sounding pitch."""
    pan: float
    """Seat, -1 left .. 1 right as the audience sees it."""
    is_drums: bool = False
    """True: pitches are General MIDI drum keys, on channel 10."""


# name, label, family, General MIDI program, low, high, pan
_ROWS: tuple[tuple[str, str, str, int, int, int, float], ...] = (
    ("violins-1", "Violins I", "strings", 48, 55, 98, -0.55),
    ("violins-2", "Violins II", "strings", 48, 55, 93, -0.3),
    ("violas", "Violas", "strings", 48, 48, 84, 0.15),
    ("celli", "Violoncelli", "strings", 48, 36, 74, 0.4),
    ("basses", "Contrabasses", "strings", 48, 24, 58, 0.6),
    ("violin-solo", "Solo Violin", "strings", 40, 55, 98, -0.2),
    ("viola-solo", "Solo Viola", "strings", 41, 48, 86, 0.1),
    ("cello-solo", "Solo Cello", "strings", 42, 36, 79, 0.15),
    ("piccolo", "Piccolo", "woodwinds", 72, 74, 106, -0.1),
    ("flute", "Flute", "woodwinds", 73, 60, 94, -0.15),
    ("alto-flute", "Alto Flute", "woodwinds", 73, 55, 84, -0.1),
    ("oboe", "Oboe", "woodwinds", 68, 58, 88, 0.1),
    ("english-horn", "English Horn", "woodwinds", 69, 52, 79, 0.15),
    ("clarinet", "Clarinet", "woodwinds", 71, 50, 88, -0.15),
    ("bass-clarinet", "Bass Clarinet", "woodwinds", 71, 38, 70, -0.05),
    ("bassoon", "Bassoon", "woodwinds", 70, 34, 70, 0.15),
    ("contrabassoon", "Contrabassoon", "woodwinds", 70, 22, 50, 0.2),
    ("recorder", "Recorder", "woodwinds", 74, 65, 91, -0.1),
    ("pan-flute", "Pan Flute", "woodwinds", 75, 60, 89, 0.0),
    ("ocarina", "Ocarina", "woodwinds", 79, 65, 89, 0.05),
    ("tin-whistle", "Tin Whistle", "woodwinds", 78, 67, 96, 0.1),
    ("whistle", "Whistler", "woodwinds", 78, 67, 91, 0.0),
    ("alto-sax", "Alto Saxophone", "woodwinds", 65, 49, 81, 0.1),
    ("tenor-sax", "Tenor Saxophone", "woodwinds", 66, 44, 76, 0.1),
    ("trumpets", "Trumpets", "brass", 56, 55, 84, 0.25),
    ("trumpet-muted", "Muted Trumpet", "brass", 59, 55, 84, 0.15),
    ("horns", "Horns", "brass", 60, 40, 77, -0.35),
    ("trombones", "Trombones", "brass", 57, 34, 72, 0.35),
    ("tuba", "Tuba", "brass", 58, 26, 58, 0.45),
    ("brass-section", "Brass", "brass", 61, 40, 84, 0.2),
    ("choir", "Choir", "choir", 52, 43, 81, 0.0),
    ("voice-ooh", "Voices", "choir", 53, 48, 81, 0.0),
    ("boy-soprano", "Solo Voice", "choir", 53, 60, 84, -0.05),
    ("piano", "Piano", "keys", 0, 21, 108, -0.05),
    ("felt-piano", "Felt Piano", "keys", 0, 21, 96, -0.05),
    ("electric-piano", "Electric Piano", "keys", 4, 28, 96, 0.1),
    ("celesta", "Celesta", "keys", 8, 60, 108, -0.25),
    ("music-box", "Music Box", "keys", 10, 60, 103, 0.1),
    ("harpsichord", "Harpsichord", "keys", 6, 29, 89, 0.05),
    ("organ", "Pipe Organ", "keys", 19, 24, 96, 0.0),
    ("hammond", "Drawbar Organ", "keys", 16, 36, 96, 0.1),
    ("accordion", "Accordion", "keys", 21, 53, 89, 0.1),
    ("harmonica", "Harmonica", "keys", 22, 60, 96, 0.05),
    ("glockenspiel", "Glockenspiel", "percussion", 9, 79, 108, -0.3),
    ("vibraphone", "Vibraphone", "percussion", 11, 53, 89, 0.2),
    ("marimba", "Marimba", "percussion", 12, 45, 96, 0.25),
    ("xylophone", "Xylophone", "percussion", 13, 65, 108, 0.25),
    ("tubular-bells", "Tubular Bells", "percussion", 14, 60, 77, 0.35),
    ("timpani", "Timpani", "percussion", 47, 38, 57, 0.1),
    ("harp", "Harp", "plucked", 46, 24, 103, -0.45),
    ("nylon-guitar", "Classical Guitar", "plucked", 24, 40, 83, 0.2),
    ("steel-guitar", "Steel-string Guitar", "plucked", 25, 40, 84, -0.25),
    ("clean-guitar", "Electric Guitar", "plucked", 27, 40, 86, 0.25),
    ("twang-guitar", "Twang Guitar", "plucked", 26, 40, 84, 0.2),
    ("overdriven-guitar", "Overdriven Guitar", "plucked", 29, 40, 86, -0.35),
    ("distortion-guitar", "Distortion Guitar", "plucked", 30, 38, 86, 0.4),
    ("banjo", "Banjo", "plucked", 105, 48, 86, 0.3),
    ("mandolin", "Mandolin", "plucked", 25, 55, 93, 0.3),
    ("sitar", "Sitar", "plucked", 104, 48, 84, 0.2),
    ("oud", "Oud", "plucked", 24, 40, 76, 0.15),
    ("koto", "Koto", "plucked", 107, 48, 89, -0.2),
    ("shamisen", "Shamisen", "plucked", 106, 50, 84, 0.2),
    ("dulcimer", "Hammered Dulcimer", "plucked", 15, 50, 89, -0.2),
    ("pizzicato", "Pizzicato Strings", "strings", 45, 36, 93, 0.0),
    ("upright-bass", "Upright Bass", "bass", 32, 28, 60, 0.05),
    ("electric-bass", "Electric Bass", "bass", 33, 28, 62, 0.0),
    ("picked-bass", "Picked Bass", "bass", 34, 28, 62, 0.0),
    ("fretless-bass", "Fretless Bass", "bass", 35, 28, 62, 0.0),
    ("synth-bass", "Synth Bass", "bass", 38, 24, 62, 0.0),
    ("sub-drone", "Sub Drone", "synth", 95, 24, 55, 0.0),
    ("warm-pad", "Warm Pad", "synth", 89, 36, 96, 0.0),
    ("glass-pad", "Glass Pad", "synth", 92, 36, 96, 0.0),
    ("choir-pad", "Choir Pad", "synth", 91, 40, 90, 0.0),
    ("sweep-pad", "Sweep Pad", "synth", 95, 36, 96, 0.0),
    ("dark-pad", "Dark Pad", "synth", 97, 28, 84, 0.0),
    ("synth-strings", "Synth Strings", "synth", 50, 36, 96, 0.0),
    ("saw-lead", "Saw Lead", "synth", 81, 40, 96, 0.05),
    ("square-lead", "Square Lead", "synth", 80, 40, 96, -0.05),
    ("pulse-synth", "Pulse", "synth", 87, 36, 90, -0.1),
    ("arp-synth", "Arpeggiator", "synth", 81, 36, 100, 0.15),
    ("bell-synth", "Bell Synth", "synth", 98, 48, 103, 0.15),
    ("theremin", "Theremin", "synth", 85, 48, 91, 0.0),
)

# Unpitched: pitches are General MIDI drum keys.
_DRUM_ROWS: tuple[tuple[str, str, str, int, float], ...] = (
    ("drum-kit", "Drum Kit", "drums", 0, 0.0),
    ("brush-kit", "Brush Kit", "drums", 40, 0.0),
    ("electronic-kit", "Electronic Kit", "drums", 25, 0.0),
    ("orchestral-percussion", "Percussion", "percussion", 48, 0.2),
    ("taiko", "Taiko", "percussion", 48, 0.0),
    ("hand-drums", "Hand Drums", "percussion", 0, 0.15),
    ("march-drums", "Snare Drums", "percussion", 48, 0.1),
    ("risers", "Risers and Booms", "synth", 0, 0.0),
)

INSTRUMENTS: dict[str, Instrument] = {
    **{row[0]: Instrument(*row) for row in _ROWS},
    **{
        name: Instrument(name, label, family, program, 0, 127, pan, is_drums=True)
        for name, label, family, program, pan in _DRUM_ROWS
    },
}
FAMILIES: tuple[str, ...] = (
    "strings",
    "woodwinds",
    "brass",
    "choir",
    "keys",
    "plucked",
    "bass",
    "synth",
    "drums",
    "percussion",
)
