"""The main job: a script becomes a scored film. Each stage re-makes only what heard a change.

    read -> portray -> (edits) -> remember -> spot -> (edits) -> themes -> record -> mix -> report

Knows the order of the rooms; each room knows its own craft.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scenescore.core.codec import dumps, from_json, read_json, to_json
from scenescore.core.errors import UsageError
from scenescore.core.files import write_text
from scenescore.core.progress import Run
from scenescore.core.protocols import Composer
from scenescore.core.registry import get
from scenescore.core.settings import Settings, load
from scenescore.core.timing import timecode_to_frames
from scenescore.core.types import (
    Cue,
    CuePlan,
    Film,
    SceneBrief,
    Screenplay,
    Take,
    Theme,
)
from scenescore.screenplay.read import read_file
from scenescore.screenplay.table import write_table
from scenescore.screenplay.view import from_json as screenplay_from_json
from scenescore.screenplay.view import to_json as screenplay_to_json
from scenescore.spotting.plan import spot
from scenescore.story.analyse import portray, remember
from scenescore.studio.ahead import Job
from scenescore.studio.apply_edits import (
    apply_after_memory,
    apply_to_plan,
    apply_to_scenes,
    quiet_scenes,
    wanted_scenes,
)
from scenescore.studio.cache import Cache
from scenescore.studio.deliveries import outdated
from scenescore.studio.edits import Edits, load_edits, save_edits
from scenescore.studio.folder import SCHEMA, FilmFolder
from scenescore.studio.follow import with_follows
from scenescore.studio.journal import journal
from scenescore.studio.load import notes_of, score_of
from scenescore.studio.notice_edits import keep_made, made_by_us, notice, unheard
from scenescore.studio.project import (
    Crew,
    choose_crew,
    read_project,
    refuse_non_commercial,
    refuse_takes,
    write_project,
)
from scenescore.studio.reattach import homeless, reattach
from scenescore.studio.recording import FULL_DISK, Recording, brief_key, seed_of
from scenescore.studio.remix import mix_takes, write_report
from scenescore.studio.series import Series, series_folder
from scenescore.studio.settings_of import judge, spotting_of
from scenescore.studio.source import (
    folder_for,
    keep_script,
    keep_timing,
    kept_script,
    kept_timing,
)
from scenescore.studio.stems import render_stems
from scenescore.studio.takes import Wanted, clear_leftovers, shelf_of
from scenescore.studio.themes import (
    Writers,
    gather_themes,
    themed_names,
    with_themes,
    without_themes,
)
from scenescore.studio.workers import Done, record_all


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for beyond the settings."""

    scenes: frozenset[int] = frozenset()
    """Numbers of scenes whose cues are recorded; empty: all."""
    refresh: bool = False
    """Re-make takes that are finished; locked cues and a user's own takes stay."""
    timing: Path | None = None
    """CSV with the true times of scenes."""
    commercial: bool = False
    """Refuse back-ends whose licence forbids commercial use."""


def score_film(
    source: Path,
    parent: Path,
    *,
    flags: Mapping[str, object] | None = None,
    order: Order | None = None,
    run: Run | None = None,
) -> Film:
    """Score a script, or a film folder again; return the film, in `parent/<slug>.film`.

    Cues that could not be recorded are told in `failures`; the others are there.

    `flags` are settings by name with two underscores for the dot (`mix__target_lufs=-23.0`).

    Raises
    ------
    ScenescoreError
        see `core/errors.py`; finished takes are kept
    Cancelled
        when asked to stop; finished takes are kept
    """
    run, order, flags = run or Run(), order or Order(), flags or {}
    judge(load(source).with_flags(**flags))
    if (source / "screenplay.json").is_file():
        return rescore(FilmFolder(source), flags=flags, order=order, run=run)
    run.report("reading the script", 0.0)
    screenplay = read_file(source, run=run.within(0.0, 0.02))
    folder = folder_for(screenplay, source, parent)
    check_order(folder, screenplay, flags, order)
    with folder.locked(), journal(folder, "score", flags, run) as told:
        return Session.begin(folder, flags, order, told).score(screenplay, source)


def rescore(folder: FilmFolder, *, flags: Mapping[str, object], order: Order, run: Run) -> Film:
    """Score a film folder again after edits; only what heard them is re-made."""
    script = kept_script(folder)
    screenplay = read_file(script, run=run.within(0.0, 0.02))
    check_order(folder, screenplay, flags, order)
    with folder.locked(), journal(folder, "rescore", flags, run) as told:
        return Session.begin(folder, flags, order, told).score(screenplay, script)


def plan_film(
    source: Path,
    parent: Path,
    *,
    flags: Mapping[str, object] | None = None,
    run: Run | None = None,
) -> FilmFolder:
    """Read, understand and spot a script into `parent/<slug>.film`, without recording anything."""
    run = run or Run()
    judge(load().with_flags(**(flags or {})))
    screenplay = read_file(source, run=run.within(0.0, 0.5))
    folder = folder_for(screenplay, source, parent)
    check_order(folder, screenplay, flags or {}, Order())
    with folder.locked():
        session = Session.begin(folder, flags or {}, Order(), run.within(0.5, 1.0))
        session.keep_script(screenplay, source)
        session.decide(screenplay)
    return folder


def replan(folder: FilmFolder, *, run: Run | None = None) -> None:
    """Bring briefs.json and cues.json up to date with a person's edits; records nothing.

    Raises
    ------
    LockedError
        while the film is being written: its edits are kept and heard at the next scoring
    """
    with folder.locked():
        session = Session.begin(folder, {}, Order(), run or Run(), idle=("composer", "player"))
        session.decide(screenplay_from_json(read_json(folder.screenplay)))


def check_order(
    folder: FilmFolder, screenplay: Screenplay, flags: Mapping[str, object], order: Order
) -> None:
    """Refuse what cannot be done before anything is written.

    Raises
    ------
    UsageError, UnavailableError, NotPermittedError
        a setting that makes no sense, a scene that is not there, a back-end that cannot work here
    """
    settings = load(folder.root).with_flags(**flags)
    spotting = spotting_of(settings)
    timecode_to_frames(spotting.start_timecode, spotting.fps)
    series_folder(settings, folder.root)
    crew = choose_crew(settings, read_project(folder))
    if order.commercial:
        refuse_non_commercial(crew, settings)
    known = {scene.number for scene in screenplay.scored_scenes}
    if unknown := sorted(order.scenes - known):
        raise UsageError(
            f"there is no scene {unknown[0]} in {screenplay.title}",
            hint=f"Its scenes are numbered 1 to {max(known, default=0)}.",
        )


@dataclass(frozen=True, slots=True)
class Session:
    """One run on one film folder, by whoever holds its lock."""

    folder: FilmFolder
    settings: Settings
    crew: Crew
    order: Order
    run: Run

    @classmethod
    def begin(
        cls,
        folder: FilmFolder,
        flags: Mapping[str, object],
        order: Order,
        run: Run,
        *,
        idle: tuple[str, ...] = (),
    ) -> Session:
        """Choose the crew, write it down, and clear away what a killed run left."""
        clear_leftovers(folder)
        settings = load(folder.root).with_flags(**flags)
        crew = choose_crew(settings, read_project(folder), idle=idle)
        write_project(folder, crew, settings["film.seed"], flags)
        return cls(folder, settings, crew, order, run)

    def score(self, screenplay: Screenplay, source: Path) -> Film:
        """Make everything of the film that is not made yet; return it."""
        self.keep_script(screenplay, source)
        briefs, plan, themes = self.decide(screenplay)
        takes, failures = self._takes(plan)
        if self.order.commercial:
            refuse_takes(takes.values())
        film = self._film(screenplay, briefs, plan, themes, takes)
        film = replace(film, failures=tuple(failures))
        if film.takes:
            mix = mix_takes(film, self.settings, run=self.run.within(0.9, 0.97))
            film = replace(film, mix=mix)
        write_report(film, run=self.run.within(0.97, 1.0))
        if self.settings["music.stems"]:
            render_stems(self.folder, run=self.run.within(0.99, 1.0))
        for sentence in film.failures:
            self.run.note(sentence)
        if old := outdated(self.folder):
            self.run.note(f"{', '.join(old)} in deliver/ are from before; export them again.")
        self.run.report("done", 1.0)
        return film

    def decide(
        self, screenplay: Screenplay
    ) -> tuple[tuple[SceneBrief, ...], CuePlan, tuple[Theme, ...]]:
        """Return briefs, plan and themes with a person's edits laid over; write them down."""
        before = load_edits(self.folder)
        edits = self._noticed(before)
        briefs = self._briefs(screenplay, edits)
        plan = self._plan(screenplay, briefs, edits)
        if edits != before or not self.folder.edits.exists():
            save_edits(self.folder, edits)
        writers = Writers(self.crew.composer, self.settings["film.seed"], self.series())
        themes = gather_themes(self.folder, plan.themes, writers, self.run)
        self._keep_decisions(briefs, plan)
        return briefs, with_themes(plan, themes), tuple(themes.values())

    def series(self) -> Series:
        """Return the themes that the film shares with others."""
        return Series.at(series_folder(self.settings, self.folder.root))

    # -------------------------------------------------------------- reading and understanding

    def keep_script(self, screenplay: Screenplay, source: Path) -> None:
        """Keep a copy of the script, and what was read in it."""
        reattach(self.folder, screenplay)
        keep_script(self.folder, source)
        write_text(self.folder.screenplay, dumps(screenplay_to_json(screenplay)))
        write_table(screenplay, self.folder.root / "scenes.csv")
        write_table(screenplay, self.folder.root / "scenes.parquet")

    def _noticed(self, before: Edits) -> Edits:
        """Return the edits in force, hand edits in briefs.json and cues.json among them."""
        paths = {"briefs": self.folder.briefs, "cues": self.folder.cues}
        made = {name: made_by_us(self.folder, path) for name, path in paths.items()}
        found = {name: read_json(path) for name, path in paths.items()}
        after = notice(before, made, found)
        if after != before:
            self.run.note("Your changes in briefs.json or cues.json are kept in edits.json.")
        for sentence in unheard(made, found):
            self.run.note(sentence)
        return after

    def _briefs(self, screenplay: Screenplay, edits: Edits) -> tuple[SceneBrief, ...]:
        self.run.report("understanding the scenes", 0.02)
        cache = Cache(self.folder.cache / "briefs")
        analyst = get("analysts", self.crew.analyst, self.settings)
        how = [analyst.version, getattr(analyst, "params", ())]
        text = [[scene.key, scene.number, scene.elements] for scene in screenplay.scenes]
        key = cache.key("portray", self.crew.analyst, how, screenplay.genres, text)
        kept = cache.get(key)
        if kept is None:
            inner = self.run.within(0.02, 0.1)
            alone = portray(
                screenplay,
                analyst=self.crew.analyst,
                settings=self.settings,
                kept=Cache(self.folder.cache / "answers"),
                run=inner,
            )
            if not any(b.made_by.fallback and b.raw_answer is None for b in alone):
                cache.put(key, alone)  # who got no answer asks again the next time
        else:
            alone = tuple(from_json(SceneBrief, brief) for brief in kept)
        alone = apply_to_scenes(alone, edits)
        felt = remember(alone, screenplay) if self.settings["story.memory"] else alone
        return apply_after_memory(felt, edits)

    # -------------------------------------------------------------- spotting

    def _plan(self, screenplay: Screenplay, briefs: Sequence[SceneBrief], edits: Edits) -> CuePlan:
        self.run.report("spotting", 0.1)
        timing = self.order.timing or kept_timing(self.folder)
        themed = themed_names(self.folder, self.series())
        how = spotting_of(
            self.settings,
            timing=timing,
            quiet=quiet_scenes(edits),
            wanted=wanted_scenes(edits),
            themed=themed,
        )
        plan = spot(screenplay, briefs, how)
        keep_timing(self.folder, self.order.timing)  # a table that can be used, no other
        for sentence in homeless(edits, screenplay, plan):
            self.run.note(sentence)
        plan = apply_to_plan(plan, edits)
        composer: Composer = get("composers", self.crew.composer, self.settings)
        goes_on = self.settings["music.follow"] and composer.caps.continuation
        return with_follows(plan) if goes_on else plan

    def _keep_decisions(self, briefs: Sequence[SceneBrief], plan: CuePlan) -> None:
        keep_made(self.folder, self.folder.briefs, to_json(tuple(briefs)))
        told = {"schema": SCHEMA, **to_json(without_themes(plan))}
        keep_made(self.folder, self.folder.cues, told)

    # -------------------------------------------------------------- recording

    def _takes(self, plan: CuePlan) -> tuple[dict[str, Take], list[str]]:
        found: dict[str, Take] = {}
        jobs = []
        mixed = (read_json(self.folder.mix / "mix.json") or {}).get("takes", {})
        for cue in plan.cues:
            take, job = self._look_up(cue)
            if take is None and self._is_wanted(cue):
                jobs.append(job)
                continue
            take = take or shelf_of(self.folder, cue.uid).numbered(mixed.get(cue.uid))
            if take is not None:
                found[cue.uid] = take
        failures = []
        recording = self.run.within(0.12, 0.9)
        workers = self.settings["work.workers"]
        sounds = self.folder.cache / "sounds"
        for done in record_all(jobs, workers=workers, sounds=sounds, run=recording):
            if done.problem and done.problem.exit_code == FULL_DISK:
                raise done.problem  # a full disk: the next cue would fail as well
            take = self._received(done)
            if take is not None:
                found[done.uid] = take
            else:
                failures.append(done.problem.message if done.problem else "stopped")
        return found, failures

    def _received(self, done: Done) -> Take | None:
        for sentence in done.notes:
            self.run.note(sentence)
        if done.take is None:
            return None
        root = self.folder.root
        sound = replace(done.take.audio, path=done.take.audio.path.relative_to(root))
        stems = tuple(
            (name, replace(stem, path=stem.path.relative_to(root)))
            for name, stem in done.take.stems
        )
        return replace(done.take, audio=sound, stems=stems)

    def _is_wanted(self, cue: Cue) -> bool:
        return not self.order.scenes or bool(self.order.scenes & set(cue.scenes))

    def _look_up(self, cue: Cue) -> tuple[Take | None, Job]:
        """Return the finished take of a cue, if there is one, and the job that would make it."""
        shelf = shelf_of(self.folder, cue.uid)
        seed = seed_of(self.settings["film.seed"], cue.music)
        take = shelf.in_use(cue, brief_key(cue.music), self.wanted_crew(seed))
        wished = cue.accepted_take
        if wished is not None and (take is None or take.number != wished):
            self.run.note(f"{cue.label} has no take {wished}; edits.json asks for it.")
        stays = take is not None and (take.by_user or cue.locked or cue.accepted_take is not None)
        if self.order.refresh and self._is_wanted(cue) and not stays:
            take = None
        job = self.recording(cue, seed, shelf.next_number)
        return take, Job(cue.uid, cue.label, job)

    def wanted_crew(self, seed: int) -> Wanted:
        """Return whom a take must have been asked of, to be in use unasked."""
        return Wanted(self.crew.composer, self.crew.player, seed)

    def recording(self, cue: Cue, seed: int, number: int) -> Recording:
        """Return the order for one take of a cue."""
        return Recording(
            folder=self.folder.takes(cue.uid) / str(number),
            title=cue.title or cue.label,
            brief=cue.music,
            seed=seed,
            composer=self.crew.composer,
            player=self.crew.player,
            cache=self.folder.cache / "scores",
            stems=self.settings["music.stems"],
            number=number,
            true_peak_dbtp=self.settings["mix.true_peak_dbtp"],
            soundfont=self.settings["music.soundfont"],
            hybrid=self.settings["music.hybrid"],
            settings=self.settings,
        )

    # -------------------------------------------------------------- the whole film

    def _film(
        self,
        screenplay: Screenplay,
        briefs: tuple[SceneBrief, ...],
        plan: CuePlan,
        themes: tuple[Theme, ...],
        takes: Mapping[str, Take],
    ) -> Film:
        in_order = []
        for cue in plan.cues:
            take = takes.get(cue.uid)
            if take is not None:
                score = take.score or score_of(self.folder, cue.uid, take)
                in_order.append((cue.uid, replace(take, score=score)))
        notes = notes_of(screenplay, briefs, in_order)
        root = self.folder.root
        return Film(root, screenplay, briefs, plan, themes, tuple(in_order), None, notes)
