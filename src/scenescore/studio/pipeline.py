"""The main job: a script becomes a scored film. Each stage re-makes only what heard a change.

    read -> portray -> (edits) -> remember -> spot -> (edits) -> themes -> record -> mix -> report

Knows the order of the rooms; each room knows its own craft.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scenescore.core.codec import dumps, from_json, read_json, to_json
from scenescore.core.errors import PartialError
from scenescore.core.files import read_bytes, write_bytes, write_text
from scenescore.core.progress import Run
from scenescore.core.registry import get
from scenescore.core.settings import Settings, load
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
)
from scenescore.studio.cache import Cache
from scenescore.studio.edits import Edits, load_edits, save_edits
from scenescore.studio.folder import SCHEMA, FilmFolder, slug_of
from scenescore.studio.journal import journal
from scenescore.studio.load import notes_of, score_of
from scenescore.studio.notice_edits import notice
from scenescore.studio.project import (
    Crew,
    choose_crew,
    read_project,
    refuse_non_commercial,
    write_project,
)
from scenescore.studio.recording import Recording, brief_key, seed_of
from scenescore.studio.remix import mix_takes
from scenescore.studio.settings_of import spotting_of
from scenescore.studio.takes import Wanted, clear_leftovers, shelf_of
from scenescore.studio.themes import gather_themes, with_themes, without_themes
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
    """Score a script; return the film that lies in `parent/<slug>.film`.

    `flags` are settings by name with two underscores for the dot (`mix__target_lufs=-23.0`).

    Raises
    ------
    ScenescoreError
        see `core/errors.py`; finished takes are kept
    Cancelled
        when asked to stop; finished takes are kept
    """
    run, order = run or Run(), order or Order()
    run.report("reading the script", 0.0)
    screenplay = read_file(source, run=run.within(0.0, 0.02))
    folder = FilmFolder(parent / f"{slug_of(screenplay.title)}.film")
    with folder.locked(), journal(folder, "score", flags or {}, run) as told:
        return Session.begin(folder, flags or {}, order, told).score(screenplay, source)


def rescore(folder: FilmFolder, *, flags: Mapping[str, object], order: Order, run: Run) -> Film:
    """Score a film folder again after edits; only what heard them is re-made."""
    kept = sorted(path for path in folder.source.iterdir() if path.is_file())
    with folder.locked(), journal(folder, "rescore", flags, run) as told:
        screenplay = read_file(kept[0], run=told.within(0.0, 0.02))
        return Session.begin(folder, flags, order, told).score(screenplay, kept[0])


def plan_film(
    source: Path,
    parent: Path,
    *,
    flags: Mapping[str, object] | None = None,
    run: Run | None = None,
) -> FilmFolder:
    """Read, understand and spot a script into `parent/<slug>.film`, without recording anything."""
    run = run or Run()
    screenplay = read_file(source, run=run.within(0.0, 0.5))
    folder = FilmFolder(parent / f"{slug_of(screenplay.title)}.film")
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
        session = Session.begin(folder, {}, Order(), run or Run())
        session.decide(screenplay_from_json(read_json(folder.screenplay)))


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
        cls, folder: FilmFolder, flags: Mapping[str, object], order: Order, run: Run
    ) -> Session:
        """Choose the crew, write it down, and clear away what a killed run left."""
        clear_leftovers(folder)
        project = read_project(folder)
        settings = load(folder.root).with_flags(**flags)
        crew = choose_crew(settings, project)
        if order.commercial:
            refuse_non_commercial(crew)
        write_project(folder, project, crew, settings["film.seed"])
        return cls(folder, settings, crew, order, run)

    def score(self, screenplay: Screenplay, source: Path) -> Film:
        """Make everything of the film that is not made yet; return it."""
        self.keep_script(screenplay, source)
        briefs, plan, themes = self.decide(screenplay)
        takes, failures = self._takes(plan)
        film = self._film(screenplay, briefs, plan, themes, takes)
        if film.takes:
            mix = mix_takes(film, self.settings, run=self.run.within(0.9, 0.97))
            film = replace(film, mix=mix)
        self._report(film)
        if failures:
            raise PartialError(
                f"{len(failures)} of {len(plan.cues)} cues could not be recorded: {failures[0]}",
                hint=f"The rest of the film is in {self.folder.root}; run again to try those.",
            )
        return film

    def decide(
        self, screenplay: Screenplay
    ) -> tuple[tuple[SceneBrief, ...], CuePlan, tuple[Theme, ...]]:
        """Return briefs, plan and themes with a person's edits laid over; write them down."""
        edits = self._edits()
        briefs = self._briefs(screenplay, edits)
        plan = self._plan(screenplay, briefs, edits)
        themes = gather_themes(
            self.folder, plan.themes, composer=self.crew.composer, seed=self.settings["film.seed"]
        )
        self._keep_decisions(briefs, plan, edits)
        return briefs, with_themes(plan, themes), tuple(themes.values())

    # -------------------------------------------------------------- reading and understanding

    def keep_script(self, screenplay: Screenplay, source: Path) -> None:
        """Keep a copy of the script, and what was read in it."""
        kept = self.folder.source / source.name
        if source.resolve() != kept.resolve():
            for old in self.folder.source.glob("*") if self.folder.source.is_dir() else ():
                old.unlink()
            write_bytes(kept, read_bytes(source))
        write_text(self.folder.screenplay, dumps(screenplay_to_json(screenplay)))
        write_table(screenplay, self.folder.root / "scenes.csv")
        write_table(screenplay, self.folder.root / "scenes.parquet")

    def _edits(self) -> Edits:
        """Return the edits in force, hand edits in briefs.json and cues.json among them."""
        with self.folder.deciding():
            return self._noticed_edits()

    def _noticed_edits(self) -> Edits:
        before = load_edits(self.folder)
        made = self.folder.cache / "made"
        pairs = {"briefs": self.folder.briefs, "cues": self.folder.cues}
        after = notice(
            before,
            {name: read_json(made / path.name) for name, path in pairs.items()},
            {name: read_json(path) for name, path in pairs.items()},
        )
        if after != before:
            save_edits(self.folder, after)
            self.run.note("Your changes in briefs.json or cues.json are kept in edits.json.")
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
                screenplay, analyst=self.crew.analyst, settings=self.settings, run=inner
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
        how = spotting_of(self.settings, timing=self.order.timing, quiet=quiet_scenes(edits))
        return apply_to_plan(spot(screenplay, briefs, how), edits)

    def _keep_decisions(self, briefs: Sequence[SceneBrief], plan: CuePlan, edits: Edits) -> None:
        if not self.folder.edits.exists():
            save_edits(self.folder, edits)
        made = self.folder.cache / "made"
        for name, value in (
            (self.folder.briefs.name, to_json(tuple(briefs))),
            (self.folder.cues.name, {"schema": SCHEMA, **to_json(without_themes(plan))}),
        ):
            text = dumps(value)
            write_text(self.folder.root / name, text)
            write_text(made / name, text)

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
            if done.problem and done.problem.exit_code == 73:
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
        stays = take is not None and (take.by_user or cue.locked or cue.accepted_take is not None)
        if self.order.refresh and self._is_wanted(cue) and not stays:
            take = None
        if take and self.settings["music.stems"] and not take.stems and not stays:
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
                score = take.score or score_of(self.folder, cue.uid, take, self.run)
                in_order.append((cue.uid, replace(take, score=score)))
        notes = notes_of(screenplay, briefs, in_order)
        root = self.folder.root
        return Film(root, screenplay, briefs, plan, themes, tuple(in_order), None, notes)

    def _report(self, film: Film) -> None:
        inner = self.run.within(0.97, 1.0)
        get("exporters", "report").write(film, self.folder.root, run=inner)
        for name in ("cue-sheet", "midi"):
            get("exporters", name).write(film, self.folder.deliver, run=inner)
        self.run.report("done", 1.0)
