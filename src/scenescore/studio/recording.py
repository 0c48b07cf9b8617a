"""Records one take: brief -> score -> stems -> mastered sound, in a folder that appears whole.

Used for a film's cues and for `compose`. When a back-end fails in the middle, the embedded one
takes over and the take says so.
"""

from __future__ import annotations

import gzip
import json
import shutil
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from scenescore.core.codec import dumps, from_json, key_of, to_json
from scenescore.core.errors import (
    BadDataError,
    Cancelled,
    CannotWriteError,
    ScenescoreError,
    UnavailableError,
)
from scenescore.core.files import sha256_of, writing
from scenescore.core.licence import licence_sentence
from scenescore.core.progress import Run
from scenescore.core.protocols import Composer, Player
from scenescore.core.registry import get
from scenescore.core.score import Score
from scenescore.core.settings import Settings
from scenescore.core.timing import TempoMap, main_bpm, seconds_to_samples
from scenescore.core.types import AudioFile, MusicBrief, Provenance, Sound, Take, ThemeUse
from scenescore.studio.cache import Cache
from scenescore.studio.folder import SCHEMA
from scenescore.studio.tails import Tails, drop

if TYPE_CHECKING:
    from scenescore.mix.cue import MixedCue

RATE_HZ = 48_000
FULL_DISK = 73
"""Exit code of a failed write, which no other back-end can help."""
SCORE = "score.json.gz"
EMBEDDED = {"composers": "orchestra", "players": "synth"}
"""Who takes over when another back-end fails."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Recording:
    """Everything needed to record one take, in any process."""

    folder: Path
    """The take's folder; files of the same name in an existing one are replaced."""
    title: str
    brief: MusicBrief
    seed: int
    composer: str
    player: str
    cache: Path | None = None
    """Where scores are kept, so that another player re-composes nothing."""
    audio_format: Literal["flac", "wav"] = "flac"
    stems: bool = False
    number: int = 1
    true_peak_dbtp: float = -1.0
    soundfont: str = ""
    hybrid: str = "off"
    """What a player of samples may lay beneath them: `auto`, `on`, `off`."""
    fade_in_s: float = 0.0
    fade_out_s: float = 0.0
    settings: Settings | None = None
    """Handed to the composer; None: those in force where it works."""
    sound: Sound | None = None
    """Made ahead by a composer that writes no notes; see `ahead.py`."""
    asked: str = ""
    """The composer that was asked first and failed; `failed` says why."""
    failed: str = ""


def brief_key(brief: MusicBrief) -> str:
    """Return the name of a brief: equal briefs are equal music."""
    return key_of(SCHEMA, "brief", brief)


def root_key(brief: MusicBrief) -> str:
    """Return what `follows` calls a brief: its key without themes and without what it follows.

    So a chain of cues that go on from each other breaks where one is edited, and only there.
    """
    return brief_key(replace(brief, follows=None, themes=()))


def seed_of(film_seed: int, brief: MusicBrief) -> int:
    """Return a cue's own seed: from the film's seed and the brief, never the cue's number."""
    return int(key_of("seed", film_seed, brief_key(brief))[:8], 16)


def record(job: Recording, run: Run) -> Take:
    """Compose, play, master and write one take; return it.

    Raises
    ------
    ScenescoreError
        when even the embedded back-ends fail; nothing is left behind
    Cancelled
        when asked to stop; nothing is left behind
    """
    with writing(job.folder):
        base = job.folder if job.folder.exists() else job.folder.parent
        base.mkdir(parents=True, exist_ok=True)
        making = Path(tempfile.mkdtemp(prefix=".making-", dir=base))
    try:
        take = _record_into(making, job, run)
        with writing(job.folder):
            _put_in_place(making, job)
        return _moved(take, making, job.folder)
    except CannotWriteError as problem:
        problem.message = problem.message.replace(str(making), str(job.folder))
        raise
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _put_in_place(making: Path, job: Recording) -> None:
    making.chmod(0o755)
    if not job.folder.exists():
        making.rename(job.folder)
        return
    for item in sorted(making.iterdir()):  # a folder the user named: put files in, keep the rest
        target = job.folder / item.name
        if target.is_dir():
            shutil.rmtree(target)
        item.replace(target)


def _record_into(making: Path, job: Recording, run: Run) -> Take:
    score, wrote = compose_score(job, run.within(0.0, 0.2))
    made_by: tuple[Provenance, ...] = (wrote,)
    if isinstance(score, Sound):
        notes, bent = None, score.bent
        mixed = _master(score, making, job, run)
    else:
        notes, bent = score, ()
        mixed, played = _play(score, making, job, run)
        made_by = (wrote, played)
        _keep_notes(score, making, job)
    take = Take(
        brief_key=brief_key(job.brief),
        number=job.number,
        audio=mixed.audio,
        score=notes,
        stems=mixed.stems,
        loudness_lufs=mixed.loudness_lufs,
        true_peak_dbtp=mixed.true_peak_dbtp,
        seed=job.seed,
        made_by=made_by,
        asked=(job.asked or job.composer, job.player),
    )
    told = {**describe(take, job, making), **({"bent": bent} if bent else {})}
    (making / "take.json").write_text(dumps(told), "utf-8")
    return take


def _master(sound: Sound, making: Path, job: Recording, run: Run) -> MixedCue:
    """Return sound that a composer made, mastered."""
    from scenescore.mix.cue import master_file

    try:
        return master_file(sound.audio.path, run=run, **_form(making, job))
    finally:
        if job.sound is None:  # made for this take alone
            drop(sound)


def _play(score: Score, making: Path, job: Recording, run: Run) -> tuple[MixedCue, Provenance]:
    """Return a score played and mastered, and who played it."""
    from scenescore.mix.cue import mix_cue
    from scenescore.mix.spaces import space_of
    from scenescore.mix.tone import tone_of

    genre = score.style or job.brief.genre

    def mix_with(player: Player) -> MixedCue:
        return mix_cue(
            player.play(score, rate_hz=RATE_HZ, run=run.within(0.2, 0.8)),
            stems=job.stems,
            space=space_of(genre),
            tone=tone_of(genre, job.brief.mood),
            run=run.within(0.8, 1.0),
            **_form(making, job),
        )

    return _with_fallback("players", job.player, _player(job), mix_with, run)


def _form(making: Path, job: Recording) -> dict[str, Any]:
    """Return what is the same for all sound of a take."""
    return {
        "folder": making,
        "format": job.audio_format,
        "frames": seconds_to_samples(job.brief.duration_s, RATE_HZ),
        "rate_hz": RATE_HZ,
        "ceiling_dbtp": job.true_peak_dbtp,
        "fade_in_s": job.fade_in_s,
        "fade_out_s": job.fade_out_s,
    }


def _keep_notes(score: Score, making: Path, job: Recording) -> None:
    from scenescore.deliver.midi import write_midi

    write_midi(score, making / "score.mid", title=job.title)
    if job.audio_format == "flac":  # a film's take; `compose` gives what is for the hand
        write_score(making / SCORE, score)


def write_score(path: Path, score: Score) -> None:
    """Keep a take's notes beside its sound, so that they always belong together."""
    path.write_bytes(gzip.compress(dumps(score).encode(), mtime=0))


def read_score(path: Path) -> Score | None:
    """Return the notes kept with a take; None when there are none.

    Raises
    ------
    BadDataError
        when the file is broken
    """
    if not path.is_file():
        return None
    try:
        told = json.loads(gzip.decompress(path.read_bytes()))
    except (OSError, EOFError, zlib.error, ValueError) as problem:
        hint = "Delete that take's folder to have it made again."
        raise BadDataError(f"{path}: {problem}", hint=hint) from problem
    return from_json(Score, told)


def compose_score(job: Recording, run: Run) -> tuple[Score | Sound, Provenance]:
    """Return the score for a job, from the cache when it is there, and who wrote it."""
    if job.sound:
        return job.sound, replace(job.sound.made_by, inputs=(brief_key(job.brief),))
    composer: Composer = get("composers", job.composer, job.settings)
    cache = Cache(job.cache) if job.cache else None
    tails = Tails(job.cache.parent / "sounds", job.composer) if job.cache else None
    if tails:
        tails.lend_to(composer)
    key = key_of(SCHEMA, "score", job.composer, composer.version, job.seed, brief_key(job.brief))
    kept = cache.get(key) if cache else None
    if kept is not None:
        made_by = from_json(Provenance, kept["made_by"])
        return from_json(Score, kept["score"]), replace(made_by, fallback=job.failed or None)

    prepare(job.composer, composer, run)

    def write(composer: Composer) -> Score | Sound:
        for answer in composer.compose([job.brief], seeds=[job.seed], run=run):
            return answer
        raise ValueError("it gave no answer")

    score, made_by = _with_fallback("composers", job.composer, composer, write, run)
    if isinstance(score, Sound):
        if tails:
            tails.keep(root_key(job.brief), score.tail)
        return score, replace(score.made_by, inputs=(brief_key(job.brief),))
    caps = get("composers", made_by.backend).caps
    made_by = replace(
        made_by,
        seed=job.seed,
        inputs=(brief_key(job.brief),),
        licence=caps.licence,
        commercial=caps.commercial,
    )
    if cache and made_by.fallback is None:
        cache.put(key, {"score": score, "made_by": made_by})
    return score, replace(made_by, fallback=job.failed or made_by.fallback)


def prepare(name: str, composer: Any, run: Run) -> None:
    """Let a composer load what it plays with: one that cannot work stops the work.

    Raises
    ------
    UnavailableError, SettingsError
        it cannot work here; a setting cannot be met
    """
    load = getattr(composer, "prepare", None)
    try:
        if load:
            load(run)
    except (ScenescoreError, Cancelled):
        raise
    except Exception as problem:  # whatever a library says while it loads
        raise UnavailableError(
            f"the composer '{name}' cannot work here: {type(problem).__name__}: {problem}",
            hint="'scenescore doctor' says what each composer needs.",
        ) from problem


def _player(job: Recording) -> Any:
    player = get("players", job.player)
    return set_up(player, soundfont=job.soundfont, hybrid=job.hybrid)


def set_up(player: Any, *, soundfont: str, hybrid: str) -> Any:
    """Return a player told its soundfont and its layers, as far as it has any."""
    if soundfont and hasattr(player, "path"):
        player.path = soundfont
    if hasattr(player, "hybrid"):
        player.hybrid = hybrid
    return player


def _with_fallback(
    kind: str, name: str, backend: Any, work: Callable[[Any], T], run: Run
) -> tuple[T, Provenance]:
    """Do work with a back-end; when it fails, with the embedded one, and say so."""
    try:
        return work(backend), _provenance(name, backend)
    except ScenescoreError as problem:
        if name == EMBEDDED[kind] or problem.exit_code == FULL_DISK:
            raise
        reason = problem.message
    except Exception as problem:  # a stranger's code may raise anything; the film goes on
        if name == EMBEDDED[kind] or isinstance(problem, Cancelled):
            raise
        reason = f"{type(problem).__name__}: {problem}"
    other = get(kind, EMBEDDED[kind])
    sentence = f"{name} failed ({reason}); {EMBEDDED[kind]} took over"
    run.note(sentence)
    return work(other), replace(_provenance(EMBEDDED[kind], other), fallback=sentence)


def _provenance(name: str, backend: Any) -> Provenance:
    describe_itself = getattr(backend, "provenance", None)
    if describe_itself:
        made: Provenance = describe_itself()
        return made
    licence = getattr(backend, "licence", "")
    return Provenance(name, version=backend.version, licence=licence)


def _moved(take: Take, old: Path, new: Path) -> Take:
    def move(audio: AudioFile) -> AudioFile:
        return replace(audio, path=new / audio.path.relative_to(old))

    stems = tuple((name, move(stem)) for name, stem in take.stems)
    return replace(take, audio=move(take.audio), stems=stems)


# ------------------------------------------------------------------ take.json


def describe(take: Take, job: Recording, folder: Path) -> dict[str, Any]:
    """Return take.json: what was made, with times in seconds for those who read no score."""
    return {
        "schema": SCHEMA,
        "number": take.number,
        "title": job.title,
        "brief_key": take.brief_key,
        "duration_s": job.brief.duration_s,
        **_describe_score(take.score),
        "loudness_lufs": take.loudness_lufs,
        "true_peak_dbtp": take.true_peak_dbtp,
        "seed": take.seed,
        "licence": licence_sentence(take),
        "made_by": {
            **to_json(take.made_by[0]),
            "player": to_json(take.made_by[1]) if len(take.made_by) > 1 else None,
        },
        "asked": take.asked,
        "rendered_with": {
            "true_peak_dbtp": job.true_peak_dbtp,
            "soundfont": job.soundfont,
            "hybrid": job.hybrid,
        },
        "midi_sha256": sha256_of(folder / "score.mid") if take.score else None,
        "audio": describe_audio(take.audio, folder),
        "stems": {name: describe_audio(stem, folder) for name, stem in take.stems},
        "themes": [_describe_theme(use) for use in job.brief.themes],
        "brief": to_json(job.brief),
    }


def _describe_theme(use: ThemeUse) -> dict[str, Any]:
    """Return whose theme was asked for, and where it came from."""
    made_by = use.theme.made_by if use.theme else None
    return {
        "owner": use.owner,
        "operator": use.operator,
        "from": made_by.backend if made_by else None,
        "params": to_json(made_by.params) if made_by else [],
        "midi_sha256": made_by.inputs[0] if made_by and made_by.inputs else None,
    }


def describe_audio(audio: AudioFile, folder: Path) -> dict[str, Any]:
    """Return a sound file as take.json tells it, its path counted from the take's folder."""
    return to_json(replace(audio, path=audio.path.relative_to(folder)))  # type: ignore[no-any-return]


def _describe_score(score: Score | None) -> dict[str, Any]:
    if score is None:
        return dict.fromkeys(("bpm", "key", "style"), None) | dict.fromkeys(
            ("tempo_map", "meters", "form", "chords", "hits", "quotations", "bent"), ()
        )
    clock = TempoMap(score.tempo)

    def timed(item: Any) -> dict[str, Any]:
        at_s = clock.beats_to_seconds(item.at_beats)
        return {"at_s": round(at_s, 4), **to_json(item)}

    def lasting(item: Any) -> dict[str, Any]:
        end_s = clock.beats_to_seconds(item.at_beats + item.length_beats)
        return timed(item) | {"end_s": round(min(end_s, score.duration_s), 4)}

    return {
        "bpm": round(main_bpm(score), 3),
        "key": score.key,
        "style": score.style,
        "tempo_map": [timed(change) for change in score.tempo],
        "meters": [timed(change) for change in score.meters],
        "form": [lasting(section) for section in score.form],
        "chords": [lasting(chord) for chord in score.chords],
        "hits": to_json(score.hits),
        "quotations": [lasting(quotation) for quotation in score.quotations],
        "bent": list(score.bent),
    }
