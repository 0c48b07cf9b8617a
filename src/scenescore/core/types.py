"""The shared language: every value that passes from one room to the next. Read this page first.

Knows nothing about files, models or sound engines. All values are frozen; change one with
`dataclasses.replace`. Seconds are float64; on the film's clock they count from its first frame,
inside a cue from the cue's own start. Beats live only inside a `Score` (`core/score.py`), frames
only at the editor's border. Everywhere: valence -1..1, arousal -1..1, tension 0..1.
No value holds sound: audio is named by `AudioFile`, so a two-hour film fits in a small machine.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Literal

from scenescore.core.score import HitKind, Score

ElementKind = Literal[
    "action",
    "character",
    "parenthetical",
    "dialogue",
    "transition",
    "shot",
    "lyric",
    "centered",
    "section",
    "synopsis",
    "note",
    "boneyard",
    "page_break",
]
SceneFunction = Literal[
    "establish", "build", "reveal", "action", "release", "transition", "silence"
]
CueRole = Literal["underscore", "stinger", "source", "title"]


# ------------------------------------------------------------------ the written film


@dataclass(frozen=True, slots=True)
class Heading:
    """Where and when a scene plays: `INT. KITCHEN - NIGHT`, taken apart."""

    raw: str
    """As printed, scene numbers removed."""
    kind: Literal["INT", "EXT", "INT/EXT"] | None = None
    """Inside, outside, both; None when the heading does not say."""
    place: str = ""
    """`KITCHEN`; the whole heading when it cannot be taken apart."""
    time_of_day: str | None = None
    """`NIGHT`, `DAWN`, `LATER`; None when the heading does not say."""


@dataclass(frozen=True, slots=True)
class Element:
    """One paragraph of a screenplay."""

    kind: ElementKind
    """What the paragraph is."""
    text: str
    """The words, layout removed; line breaks inside are kept where they mean something."""
    character: str | None = None
    """Who speaks, as printed less the extension; on character, parenthetical and dialogue."""
    person: str | None = None
    """Who that is, aliases merged (`COL. X` and `COL X` are one person)."""
    line: int = 0
    """Line of the source file, from 1; 0 when the format has no lines."""
    extension: str | None = None
    """`V.O.`, `O.S.`, `CONT'D` as printed, brackets removed; on character only."""
    dual: bool = False
    """True when this speech is spoken over the one before it."""
    confidence: float = 1.0
    """0..1, how sure the reader is of `kind`."""
    depth: int = 0
    """Level of a section, from 1; 1 on a shot that its source writes as a heading; else 0."""
    offset: int | None = None
    """Where a note or boneyard stands inside the paragraph before it, in characters of that
    paragraph's text; None when it stands alone."""
    revision: str | None = None
    """The revision set that last changed it, as the draft calls it (`Blue`); None: unmarked."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A heading and all that happens under it."""

    number: int
    """1, 2, 3 ... over scenes of level "scene"; 0 for the preamble; a shot has its scene's."""
    key: str
    """Name made from the content; survives inserting a scene before this one."""
    heading: Heading | None
    """None for the preamble."""
    elements: tuple[Element, ...]
    """In order of the page."""
    line: int = 0
    """Line of the heading in the source file, from 1."""
    level: Literal["scene", "shot", "preamble"] = "scene"
    """Only level "scene" is scored on its own; a shot lies inside a scene."""
    confidence: float = 1.0
    """0..1, how sure the reader is that a scene starts here."""
    eighths: int = 0
    """Page length in eighths of a page; 8 eighths = 1 page, about 60 s."""
    printed_number: str | None = None
    """`12A` as the script numbers it; None when it does not."""
    synopsis: str | None = None
    """The writer's one-line summary, where the format carries one."""
    length_s: float | None = None
    """A better estimate of playing time than the eighths, in seconds; None: use the eighths."""
    revision: str | None = None
    """The revision set that last changed its heading; None: unmarked."""

    @property
    def estimated_s(self) -> float:
        """Playing time in seconds: the reader's estimate, else eighths at 7.5 s each."""
        return self.length_s if self.length_s is not None else max(self.eighths, 1) * 7.5

    @property
    def title(self) -> str:
        """The heading as printed, or a stand-in for the preamble."""
        return self.heading.raw if self.heading else "(before the first scene)"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Something a reader wants said about the file it read."""

    code: str
    """Stable short name: `stub`, `transcript`, `headings-inferred`, `encoding-repaired`, ..."""
    message: str
    """One sentence for a person."""
    line: int = 0
    """Line it is about, from 1; 0 for the whole file."""


@dataclass(frozen=True, slots=True)
class Screenplay:
    """A film on paper."""

    title: str
    authors: tuple[str, ...]
    genres: tuple[str, ...]
    """Film genres the source names (`Action`), for example in an IMSDb footer."""
    scenes: tuple[Scene, ...]
    """Preamble (if any), scenes and shots in order of the page."""
    source: str
    """File name or address it was read from."""
    format: str
    """Name of the reader: `fountain`, `fdx`, `imsdb`, `pdf`, `text`."""
    sha256: str
    """Of the source bytes."""
    segmentation: Literal["headings", "inferred"] = "headings"
    """Whether scene borders are printed in the source or guessed."""
    diagnostics: tuple[Diagnostic, ...] = ()
    title_page: tuple[tuple[str, str], ...] = ()
    """(key, value) pairs of the title page, in order."""
    layout: str = ""
    """One line: how the text is set, where a reader had to learn it; else empty."""

    @property
    def scored_scenes(self) -> tuple[Scene, ...]:
        """The scenes of level "scene": what is analysed, timed and counted."""
        return tuple(scene for scene in self.scenes if scene.level == "scene")


# ------------------------------------------------------------------ the understood film


@dataclass(frozen=True, slots=True)
class Mood:
    """A point in the space that both words and music are measured in."""

    valence: float = 0.0
    """-1 (grief) .. 1 (joy)."""
    arousal: float = 0.0
    """-1 (still) .. 1 (frantic)."""
    tension: float = 0.0
    """0 (safe) .. 1 (unbearable)."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who made a thing, from what, and what one may do with it."""

    backend: str
    """Registered name: `lexicon`, `orchestra`, `soundfont`."""
    version: str = ""
    params: tuple[tuple[str, str], ...] = ()
    """Settings that shaped the result, sorted by name."""
    seed: int | None = None
    inputs: tuple[str, ...] = ()
    """Keys or sha256 sums of what it was made from (a soundfont, model weights)."""
    licence: str = ""
    """One plain sentence: what the user may do with the result."""
    commercial: bool = True
    """False: the licence forbids commercial use."""
    fallback: str | None = None
    """Why another back-end than the one asked for made this; None when none did."""


@dataclass(frozen=True, slots=True)
class SceneBrief:
    """What the music should know about one scene. Moods are rounded to 0.05."""

    scene: int
    """The scene's number."""
    key: str
    """The scene's key."""
    genre: str
    """Score genre, a name of `core/genres.py`."""
    genres: tuple[str, ...]
    """Score genres, best first; `genre` leads."""
    emotions: tuple[str, ...]
    """One to three emotion words."""
    words: tuple[str, str, str]
    """Three words for the song that would fit (the paper's question)."""
    title: str | None
    """A name for the piece of music."""
    portrayed: Mood
    """What this scene shows, read alone."""
    felt: Mood
    """What an audience that saw the scenes before feels; equals `portrayed` without memory."""
    function: SceneFunction
    """What the scene does in the story."""
    characters: tuple[str, ...] = ()
    """People in it, most present first, aliases merged."""
    analysed_text: str = ""
    """The very text that was analysed."""
    raw_answer: str | None = None
    """A language model's answer, word for word."""
    missing_fields: tuple[str, ...] = ()
    """Fields the analyst left empty and someone else filled."""
    evidence: tuple[str, ...] = ()
    """Sentences of the scene that spoke loudest."""
    confidence: float = 0.5
    """0..1."""
    energy: float = 0.5
    """0..1, how much happens in the picture; drives density more than mood does."""
    source_music: str | None = None
    """The phrase that says the characters hear music; None when they do not."""
    flashback: bool = False
    """True inside a frame of memory or dream."""
    made_by: Provenance = field(default_factory=lambda: Provenance("unknown"))


@dataclass(frozen=True, slots=True)
class Told:
    """What an audience learned of a person in a dark scene."""

    person: str
    was_there: bool
    """False: others spoke of the person, who may not know."""
    mood: Mood
    """Of that scene."""
    loss: float = 0.0
    """0..1, how much of it nobody can undo."""
    strength: float = 1.0
    """0..1, fading."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What an audience carries from earlier scenes; a value, passed along."""

    residue: Mood = Mood()
    """Weighted sum of earlier moods (divide by `weight`); arousal counted 0..1."""
    weight: float = 0.0
    """Sum of weights behind `residue`; 0 at the start of the film."""
    frames: tuple[tuple[Mood, float], ...] = ()
    """(residue, weight) of stories left for a flashback, outermost first."""
    elapsed_s: float = 0.0
    """Film seconds remembered so far."""
    told: tuple[Told, ...] = ()
    """What is known of people, one for each person, latest first."""


# ------------------------------------------------------------------ the spotted film


@dataclass(frozen=True, slots=True)
class ThemeSlot:
    """A request: this person, place or idea deserves a tune of its own."""

    owner: str
    """`ANNA`, `THE LIGHTHOUSE`."""
    kind: Literal["character", "place", "idea"] = "character"
    role: str = "recurring"
    """`protagonist`, `antagonist`, `beloved`, `recurring`."""
    mood: Mood = Mood()
    """Mean felt mood of the owner's scenes."""
    genre: str = ""
    """The film's main score genre, so that themes belong together."""


@dataclass(frozen=True, slots=True)
class ThemeNote:
    """One note of a theme, free of key and octave."""

    onset_beats: float
    """Beats from the start of the theme."""
    length_beats: float
    """> 0."""
    step: int
    """Scale steps from the tonic: 0 tonic, 2 third, 7 tonic an octave up; may be negative."""
    alter: int = 0
    """Semitones added to the scale note: -1, 0 or 1."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A tune with an owner."""

    slot: ThemeSlot
    notes: tuple[ThemeNote, ...]
    beats_per_bar: int = 4
    minor: bool = False
    """True when the tune was conceived in minor."""
    made_by: Provenance = field(default_factory=lambda: Provenance("unknown"))

    @property
    def length_beats(self) -> float:
        """End of the last note, in beats."""
        return max((n.onset_beats + n.length_beats for n in self.notes), default=0.0)


@dataclass(frozen=True, slots=True)
class ThemeUse:
    """A wish that a cue quotes a theme, and how."""

    owner: str
    operator: str = "statement"
    """`statement`, `fragment`, `sequence`, `inversion`, `augmentation`, `diminution`,
    `mode-change`, `reharmonise`, `recolour`."""
    theme: Theme | None = None
    """Filled by the studio once a composer or the user has written the theme."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A moment the music must meet."""

    at_s: float
    """Seconds from the start of the cue."""
    kind: HitKind = "action"
    weight: float = 1.0
    """0 (nice to meet) .. 1; from .8 on the hit is hard and must be met."""
    label: str = ""
    """What happens: a few words for the cue sheet and the MIDI marker."""

    @property
    def is_hard(self) -> bool:
        """True when the hit must be met."""
        return self.weight >= 0.8


@dataclass(frozen=True, slots=True)
class Steer:
    """Finer wishes for the inside of a cue, such as picture or text can give."""

    moods: tuple[tuple[float, Mood], ...] = ()
    """(at_s, mood) points, sorted; tempo, density, register and mode glide from one to the next."""
    onsets: tuple[int, ...] = ()
    """Per bar, how many of its sixteenths something begins on; bars beyond the list are free."""
    accents: tuple[tuple[float, int], ...] = ()
    """(at_s, how many notes begin together there, on the nearest sixteenth)."""
    feelings: tuple[tuple[float, str], ...] = ()
    """(from at_s, `exciting`, `fearful`, `tense`, `sad`, `relaxing`, `neutral`), sorted: which
    kinds of chords are allowed from there on."""
    prompts: tuple[str, ...] = ()
    """What a neural composer is told, word for word: a line for each of its windows, the last one
    for all that follow; empty: it words them itself."""


@dataclass(frozen=True, slots=True)
class MusicBrief:
    """What a composer is asked for, free of its place in the film: hashed, composed, cached.

    Moods are rounded to 0.05, tempo to 1 bpm, time to 1 ms, so that small ripples elsewhere
    do not re-compose a cue.
    """

    duration_s: float
    """Exact length; > 0."""
    genre: str = ""
    """Any words; `core/genres.py` maps them to a style."""
    emotions: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    mood: Mood = Mood()
    bpm: float | None = None
    """Beats per minute, 30..240; None: the composer chooses."""
    key: str | None = None
    """`D minor`, `F# major`, `E dorian`; None: the composer chooses."""
    meter: str = "4/4"
    role: CueRole = "underscore"
    hits: tuple[Hit, ...] = ()
    curve: tuple[tuple[float, float], ...] = ()
    """(at_s, intensity 0..1) points, sorted; empty: the composer shapes the form."""
    themes: tuple[ThemeUse, ...] = ()
    palette: tuple[str, ...] | None = None
    """Instruments or families asked for by name; None: the genre's own."""
    film_palette: tuple[str, ...] | None = None
    """Instruments kept over the whole film, so that its cues belong together."""
    follows: str | None = None
    """Root key of the brief before, when this cue must grow out of it."""
    home: str | None = None
    """Whose key the film is at home in: a theme's owner, or the film; for cues without a theme."""
    variation: int = 0
    """From the scene key, so that equal moods are not equal music."""
    steer: Steer | None = None
    """None: the composer shapes the inside of the cue from the rest."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One continuous piece of music in its place."""

    uid: str
    """Stable for life: 8 hex digits from the key of its first scene."""
    label: str
    """`1m03`: reel 1, cue 3; may change when cues are added."""
    start_s: float
    """Seconds from film start."""
    scenes: tuple[int, ...]
    """Numbers of the scenes it lies under."""
    music: MusicBrief
    title: str = ""
    reason: str = ""
    """One sentence: why there is music here."""
    gain_db: float = 0.0
    """Drama: how far above or below the film's own level; applied by mix."""
    fade_in_s: float = 0.0
    fade_out_s: float = 0.0
    accepted_take: int | None = None
    """Number of the take a person accepted; None: the newest."""
    locked: bool = False
    """True: never re-made."""

    @property
    def end_s(self) -> float:
        """Seconds from film start."""
        return self.start_s + self.music.duration_s


@dataclass(frozen=True, slots=True)
class Silence:
    """A stretch where no music is better, and why."""

    start_s: float
    end_s: float
    scenes: tuple[int, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class SceneSpan:
    """When a scene plays."""

    scene: int
    key: str
    start_s: float
    end_s: float
    source: Literal["estimated", "timing", "aligned"] = "estimated"
    """`estimated` from page length, `timing` from a table by the user, `aligned` to picture."""


@dataclass(frozen=True, slots=True)
class CuePlan:
    """The spotted film: what is scored, when, and where silence is better."""

    film: str
    """Title."""
    fps: Fraction
    """Exact frame rate: 24, or 24000/1001."""
    start_timecode: str
    """Timecode of the first frame, `01:00:00:00`."""
    duration_s: float
    spans: tuple[SceneSpan, ...]
    cues: tuple[Cue, ...]
    """Sorted by start, never overlapping."""
    silences: tuple[Silence, ...]
    themes: tuple[ThemeSlot, ...]
    plan: str = "spotted"
    """`spotted` or `per-scene`."""


# ------------------------------------------------------------------ the recorded film


@dataclass(frozen=True, slots=True)
class AudioFile:
    """Sound on disk."""

    path: Path
    """Relative to the film folder inside a film, absolute elsewhere."""
    rate_hz: int
    channels: int
    frames: int
    sha256: str

    @property
    def duration_s(self) -> float:
        """Exact: frames / rate."""
        return self.frames / self.rate_hz


@dataclass(frozen=True, slots=True)
class Sound:
    """What a composer gives that writes no notes: sound for the mix to master."""

    audio: AudioFile
    """In a folder of the composer's own making; whoever asked for it moves it away. Any rate."""
    made_by: Provenance
    bent: tuple[str, ...] = ()
    """What of the brief could not be met, in sentences; what was not checked."""
    tail: Path | None = None
    """A file beside the sound from which the composer can go on in a later cue; None: it cannot."""


@dataclass(frozen=True, slots=True)
class Take:
    """One finished answer to one brief."""

    brief_key: str
    """sha256 of the brief it answers."""
    number: int
    """1, 2, 3 ... within its cue."""
    audio: AudioFile
    score: Score | None
    """None when the composer makes sound directly, or a person replaced the files."""
    stems: tuple[tuple[str, AudioFile], ...] = ()
    """Their sum is the audio; empty unless asked for."""
    loudness_lufs: float | None = None
    """Integrated; None below 0.4 s, where it is not defined."""
    true_peak_dbtp: float = 0.0
    seed: int = 0
    made_by: tuple[Provenance, ...] = ()
    """Composer, then player; a composer of sound needs no player."""
    asked: tuple[str, ...] = ()
    """Composer and player that were asked for; `made_by` tells who took over for whom."""
    by_user: bool = False
    """True: a person changed the files; never overwritten."""


@dataclass(frozen=True, slots=True)
class Mix:
    """The film's music on one track."""

    audio: AudioFile
    loudness_lufs: float | None
    true_peak_dbtp: float
    target_lufs: float
    cue_gains_db: tuple[tuple[str, float], ...] = ()
    """(cue uid, gain applied) in order of the film."""
    crossfade_s: float = 1.5
    """Longest time that a cue goes on beneath the next."""


@dataclass(frozen=True, slots=True)
class Film:
    """All that is known of one film: what exporters and metrics are given."""

    folder: Path
    """The film folder, `NAME.film`."""
    screenplay: Screenplay
    briefs: tuple[SceneBrief, ...]
    plan: CuePlan
    themes: tuple[Theme, ...] = ()
    takes: tuple[tuple[str, Take], ...] = ()
    """(cue uid, the take in use)."""
    mix: Mix | None = None
    notes: tuple[str, ...] = ()
    """Sentences a user should see: fall-backs, what was bent, what is missing."""
    failures: tuple[str, ...] = ()
    """A sentence for each cue that could not be recorded in this run."""

    def take(self, uid: str) -> Take | None:
        """Return the take in use for a cue, or None when it has none yet."""
        return next((take for known, take in self.takes if known == uid), None)

    def brief(self, scene: int) -> SceneBrief | None:
        """Return the brief of a scene by its number."""
        return next((brief for brief in self.briefs if brief.scene == scene), None)
