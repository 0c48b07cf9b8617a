"""Films for looking at: a short one written for the tests, and a long one of any length."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import soundfile

from scenescore.core.score import (
    Chord,
    HitLanding,
    MeterChange,
    Part,
    Quotation,
    Score,
    Section,
    TempoChange,
)
from scenescore.core.types import (
    AudioFile,
    Cue,
    CuePlan,
    Element,
    Film,
    Heading,
    Hit,
    Mix,
    Mood,
    MusicBrief,
    Provenance,
    Scene,
    SceneBrief,
    SceneSpan,
    Screenplay,
    Silence,
    Take,
    Theme,
    ThemeNote,
    ThemeSlot,
    ThemeUse,
)

RATE_HZ = 16_000
READER = Provenance("lexicon", "1", licence="What is said of the script is yours.")
WRITER = Provenance("orchestra", "1", licence="The music is yours to use, also for money.")
BAND = Provenance("synth", "1", licence="The sound is made from nothing that others own.")

MIRA = ThemeSlot("MIRA", "character", "protagonist", Mood(-0.1, -0.2, 0.3), "elegiac strings")
HOUSE = ThemeSlot("THE SALT HOUSE", "place", "recurring", Mood(0.2, -0.5, 0.2), "elegiac strings")

# heading, seconds, portrayed, felt, genre, emotions, words, function, people, lines
_SCENES = (
    ("EXT. SALT FLATS - DAWN", 38, (0.2, -0.6, 0.1), (0.2, -0.6, 0.1), "ambient",
     ("awe", "calm"), ("wide", "pale", "waiting"), "establish", ("MIRA",),
     (("action", "White ground to every horizon. One house, its door open, its windows blind."),
      ("action", "A woman walks toward it with a suitcase. This is MIRA, forty."))),
    ("INT. SALT HOUSE - HALL - DAY", 52, (-0.3, -0.5, 0.35), (-0.25, -0.5, 0.35), "elegiac strings",
     ("grief", "longing"), ("empty", "dusty", "held"), "reveal", ("MIRA", "JONAS"),
     (("action", "Coats still hang here. Mira lifts a sleeve and breathes in."),
      ("character", "JONAS"), ("parenthetical", "(from the stairs)"),
      ("dialogue", "I left everything as he had it."),
      ("character", "MIRA"), ("dialogue", "Then it is not a house. It is a photograph."))),
    ("INT. SALT HOUSE - KITCHEN - CONTINUOUS", 44, (0.0, -0.3, 0.2), (-0.15, -0.35, 0.3),
     "understated drama", ("reserve",), ("plain", "close", "dry"), "silence", ("MIRA", "JONAS"),
     (("action", "They drink tea standing up. Nobody takes his chair."),
      ("character", "JONAS"), ("dialogue", "The buyers come at noon."))),
    ("EXT. SALT FLATS - CHILDHOOD - DAY", 41, (0.85, 0.5, 0.05), (0.3, 0.4, 0.25), "romance",
     ("joy", "bittersweet"), ("bright", "running", "lost"), "release", ("YOUNG MIRA", "FATHER"),
     (("action", "A girl runs. A man behind her pretends he cannot catch her."),
      ("character", "FATHER"), ("dialogue", "To the edge! Last one feeds the gulls!"))),
    ("EXT. SALT HOUSE - NOON", 36, (-0.2, 0.3, 0.65), (-0.3, 0.3, 0.7), "thriller pulse",
     ("dread", "anger"), ("pressing", "near", "hard"), "build", ("MIRA", "JONAS", "THE BUYER"),
     (("action", "Two black cars cross the white. The dust arrives before they do."),
      ("character", "THE BUYER"), ("dialogue", "We take the house down Thursday."))),
    ("INT. SALT HOUSE - CELLAR - MOMENTS LATER", 33, (-0.6, 0.75, 0.9), (-0.6, 0.75, 0.95),
     "psychological strings", ("fear", "urgency"), ("racing", "dark", "falling"), "action",
     ("MIRA",),
     (("action", "She tears the boards away. Behind them: letters, hundreds, tied with wire."),
      ("action", "The stairs give way. She falls. The lamp goes out."))),
    ("INT. SALT HOUSE - CELLAR - LATER", 29, (-0.7, -0.8, 0.5), (-0.7, -0.7, 0.6),
     "understated drama", ("shock",), ("still", "black", "breath"), "silence", ("MIRA",),
     (("action", "Nothing. Then a match. She reads by it until it burns her."),)),
    ("EXT. SALT FLATS - DUSK", 57, (0.5, -0.2, 0.1), (0.15, -0.25, 0.2), "elegiac strings",
     ("bittersweet", "peace"), ("wide", "warm", "going"), "release", ("MIRA", "JONAS"),
     (("action", "Mira and Jonas watch the house from far off. A radio in the car plays a waltz."),
      ("character", "MIRA"), ("dialogue", "Let them have the walls."))),
)  # fmt: skip


def short_film(folder: Path) -> Film:
    """Eight scenes, five cues: one without a take, one made by a fall-back, with source music."""
    scenes, briefs, spans = _pages(_SCENES)
    cues = (
        _cue(0, "1m01", "White Ground", 4.0, 60.0, (1, 2), briefs[0], "The film opens on a place "
             "that has to be felt before it is understood.",
             themes=(ThemeUse("THE SALT HOUSE"),), hits=(Hit(41.5, "reveal", 0.9, "the coats"),)),
        _cue(1, "1m02", "To the Edge", 134.5, 41.0, (4,), briefs[3], "A memory of joy, heard "
             "through what the house has become.", themes=(ThemeUse("MIRA"),)),
        _cue(2, "1m03", "Two Black Cars", 177.0, 62.0, (5, 6), briefs[4], "The threat arrives and "
             "does not let go until the lamp goes out.", gain_db=1.5,
             hits=(Hit(20.0, "cut", 0.5, "cut to cellar"), Hit(41.25, "action", 1.0, "stairs give"),
                   Hit(60.0, "action", 0.9, "lamp out"))),
        _cue(3, "1m04", "Waltz on a Car Radio", 278.0, 20.0, (8,), briefs[7], "The characters hear "
             "it.", role="source", gain_db=-6.0),
        _cue(4, "1m05", "Let Them Have the Walls", 299.0, 31.0, (8,), briefs[7], "The story lets "
             "go.", themes=(ThemeUse("MIRA", "augmentation"), ThemeUse("THE SALT HOUSE"))),
    )  # fmt: skip
    silences = (
        Silence(64.0, 134.0, (2, 3), "The talk is dry and close; music would comment on it."),
        Silence(239.0, 273.0, (7,), "After the fall, one breath and one match are enough."),
    )
    plan = CuePlan("The Salt House", Fraction(24), "01:00:00:00", spans[-1].end_s, spans, cues,
                   silences, (MIRA, HOUSE))  # fmt: skip
    takes = tuple(
        (cue.uid, _take(folder, cue, index)) for index, cue in enumerate(cues) if cue.uid[0] != "4"
    )
    film = Film(
        folder,
        Screenplay("The Salt House", ("Written For The Tests",), ("Drama",), scenes,
                   "salt-house.fountain", "fountain", "0" * 64),
        briefs, plan, (_theme(MIRA), _theme(HOUSE)), takes,
        notes=("The video was not given; times come from the page.",),
    )  # fmt: skip
    return replace(film, mix=_mix(film))


def long_film(folder: Path, *, scenes: int = 152, seconds: float = 52.0, seed: int = 1) -> Film:
    """A feature: the short film's scenes over and over in a seeded order, moods drifting."""
    random = np.random.default_rng(seed)
    rows = []
    for _ in range(scenes):
        row = _SCENES[int(random.integers(len(_SCENES)))]
        length_s = float(np.round(seconds * random.lognormal(-0.15, 0.6), 1))
        mood = tuple(np.clip(np.array(row[2]) + random.normal(0, 0.15, 3), (-1, -1, 0), 1))
        felt = tuple(
            0.7 * a + 0.3 * b for a, b in zip(mood, rows[-1][3] if rows else mood, strict=True)
        )
        rows.append((row[0], length_s, mood, felt, *row[4:9], row[9] * 5))
    pages, briefs, spans = _pages(tuple(rows))
    cues: list[Cue] = []
    silences: list[Silence] = []
    for index in range(0, scenes, 3):
        span, brief = spans[index], briefs[index]
        where = (index + 1, *((index + 2,) if index % 2 and index + 1 < scenes else ()))
        end_s = spans[where[-1] - 1].end_s - 1.0
        owner = ("MIRA", "THE SALT HOUSE")[index % 2]
        cues.append(
            _cue(len(cues), f"{1 + int(span.start_s // 1200)}m{len(cues) + 1:02d}",
                 f"{brief.words[0]} {brief.words[2]}".title(), span.start_s, end_s - span.start_s,
                 where, brief, "The scene turns here.", themes=(ThemeUse(owner),),
                 hits=(Hit(min(6.0, (end_s - span.start_s) / 2), "action", 0.9, "the door"),))
        )  # fmt: skip
        nxt = spans[index + 3].start_s if index + 3 < scenes else spans[-1].end_s
        if nxt - end_s > 5:
            quiet = tuple(range(where[-1] + 1, min(index + 4, scenes + 1)))
            silences.append(Silence(end_s, nxt, quiet, "Talk carries it; music would crowd it."))
    plan = CuePlan("A Long Film", Fraction(24000, 1001), "01:00:00:00", spans[-1].end_s, spans,
                   tuple(cues), tuple(silences), (MIRA, HOUSE))  # fmt: skip
    takes = tuple((cue.uid, _take(folder, cue, index)) for index, cue in enumerate(cues))
    return Film(
        folder,
        Screenplay("A Long Film", ("One", "Two"), ("Drama", "Thriller"), pages, "long.fdx", "fdx",
                   "1" * 64),
        briefs, plan, (_theme(MIRA), _theme(HOUSE)), takes,
    )  # fmt: skip


def _pages(rows):
    scenes, briefs, spans, at_s = [], [], [], 0.0
    for number, row in enumerate(rows, 1):
        heading, length_s, shown, felt, genre, emotions, words, function, people, lines = row
        kind, _, rest = heading.partition(". ")
        place, _, time = rest.rpartition(" - ")
        elements = tuple(_element(kind_of, text, lines) for kind_of, text in lines)
        key = f"{number:016x}"
        scenes.append(Scene(number, key, Heading(heading, kind, place, time), elements,
                            eighths=max(round(length_s / 7.5), 1)))  # fmt: skip
        moods = (Mood(*(round(float(v), 2) for v in mood)) for mood in (shown, felt))
        text = "\n".join(text for _, text in lines)
        briefs.append(SceneBrief(
            number, key, genre, (genre, "understated drama", "solo piano"), emotions, words,
            f"{words[0]} {words[2]}".title(), *moods, function, people, text,
            evidence=(lines[0][1].partition(". ")[0],), confidence=0.7, energy=0.4,
            source_music="A radio in the car plays a waltz" if "radio" in text else None,
            flashback="CHILDHOOD" in heading, made_by=READER,
        ))  # fmt: skip
        spans.append(SceneSpan(number, key, at_s, at_s + length_s))
        at_s += length_s
    return tuple(scenes), tuple(briefs), tuple(spans)


def _element(kind, text, lines):
    if kind == "character":
        return Element(kind, text, text, text)
    return Element(kind, text)


def _cue(index, label, title, start_s, duration_s, scenes, brief, reason, *, themes=(), hits=(),
         role="underscore", gain_db=0.0) -> Cue:  # fmt: skip
    music = MusicBrief(
        round(duration_s, 3), brief.genre, brief.emotions, brief.words, brief.felt, bpm=72.0,
        key="D minor", role=role, hits=hits, themes=themes, variation=index,
    )  # fmt: skip
    return Cue(f"{index:x}{index:07x}", label, start_s, scenes, music, title, reason, gain_db)


def _take(folder: Path, cue: Cue, index: int) -> Take:
    score = _score(cue)
    relative = Path("cues") / cue.uid / "takes" / "1" / "cue.flac"
    audio = _recording(folder, relative, _music(cue, index))
    (folder / relative).with_name("score.mid").write_bytes(b"MThd")
    writer = WRITER
    if cue.label == "1m02":
        writer = replace(WRITER, fallback="musicgen ran out of memory")
    return Take(f"{index:064x}", 1, audio, score, loudness_lufs=-18.0, true_peak_dbtp=-1.2,
                made_by=(writer, BAND))  # fmt: skip


def _score(cue: Cue) -> Score:
    bpm = (72.0, 60.0, 132.0, 90.0, 66.0)[cue.music.variation % 5]
    beats = cue.music.duration_s * bpm / 60
    quarter = beats / 4
    roles = (("intro", 0.2), ("statement", 0.5), ("climax", 0.9), ("outro", 0.25))
    symbols = ("Dm", "Bb/D", "Gm7", "A7sus4", "A7", "Dm", "F", "C/E", "Gm", "Dm/A", "A", "D")
    return Score(
        cue.music.duration_s, (TempoChange(0.0, bpm),), (MeterChange(0.0, 4, 4),),
        ("D minor", "F major", "C# phrygian", "G major", "Bb lydian")[cue.music.variation % 5],
        (Part("Violins I", "violins-1", "strings", ()),),
        chords=tuple(Chord(i * beats / 12, beats / 12, s, 2, (2,)) for i, s in enumerate(symbols)),
        form=tuple(Section(i * quarter, quarter, r, v) for i, (r, v) in enumerate(roles)),
        hits=tuple(HitLanding(h.at_s, h.at_s + (0.0 if h.is_hard else 0.064), h.kind, h.weight,
                              h.label) for h in cue.music.hits),
        quotations=tuple(Quotation(use.owner, use.operator, 8.0, 8.0, "Solo Cello")
                         for use in cue.music.themes),
        style=cue.music.genre,
        bent=("The hit at 0:20.0 is met 64 ms late, so that the bar stays whole.",)
        if cue.label == "1m03" else (),
    )  # fmt: skip


def _music(cue: Cue, index: int) -> np.ndarray:
    """Struck chords that swell to two thirds and fall: something with an outline."""
    at_s = np.arange(round(cue.music.duration_s * RATE_HZ)) / RATE_HZ
    part = at_s / cue.music.duration_s
    swell = 0.25 + 0.75 * np.exp(-(((part - 0.66) / 0.25) ** 2))
    struck = np.exp(-1.4 * (at_s % 1.6))
    root = 110.0 * 2 ** ((index * 5 % 12) / 12)
    tones = sum(np.sin(2 * np.pi * root * m * at_s) / (1 + n) for n, m in enumerate((1, 1.5, 2.4)))
    sound = 0.4 * swell * struck * tones * np.minimum(1, 8 * (1 - part))
    return np.stack([sound, sound]).astype(np.float32)


def _recording(folder: Path, relative: Path, sound: np.ndarray) -> AudioFile:
    path = folder / relative
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, sound.T, RATE_HZ, format="FLAC", subtype="PCM_16")
    return AudioFile(relative, RATE_HZ, sound.shape[0], sound.shape[1], "0" * 64)


def _mix(film: Film) -> Mix:
    whole = np.zeros((2, round(film.plan.duration_s * RATE_HZ)), np.float32)
    for cue in film.plan.cues:
        if film.take(cue.uid):
            sound = _music(cue, cue.music.variation)
            at = round(cue.start_s * RATE_HZ)
            whole[:, at : at + sound.shape[1]] += sound[:, : whole.shape[1] - at]
    audio = _recording(film.folder, Path("mix/score.flac"), whole)
    return Mix(audio, -18.2, -1.1, -18.0)


def _theme(slot: ThemeSlot) -> Theme:
    steps = (0, 2, 4, 3, 2, 0, -1, 0) if slot.owner == "MIRA" else (4, 4, 3, 1, 2, 0)
    notes = tuple(ThemeNote(i * 1.5, 1.5 if i % 3 else 1.0, s) for i, s in enumerate(steps))
    return Theme(slot, notes, minor=True, made_by=WRITER)
