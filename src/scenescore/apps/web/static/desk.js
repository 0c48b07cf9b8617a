// The desk: the film on one line, one scene's page beside its music, and what a person decides.

import { allJobs, ask, complain, hear, isRunning, noteJob, startJob } from "./api.js";
import { CuePanel } from "./cue.js";
import { $$, clock, fill, h, icon, say, sentences, some, span } from "./dom.js";
import { hearLibrary, invitation, isLibraryLoaded, library } from "./library.js";
import { go, place, watch } from "./place.js";
import { Progress } from "./progress.js";
import { ScenePanel } from "./scene.js";
import { Player } from "./sound.js";
import { Timeline } from "./timeline.js";

// In the order in which they are asked for; a form of someone else's comes last, under its own name.
// The report stays in the film folder, beside the sound it plays: what is forwarded is the page.
const FORMS = { wav: "WAV per cue, with timecode", stems: "Stems, one WAV per group", otio: "OpenTimelineIO for the editor", midi: "MIDI with tempo map", musicxml: "Sheet music (MusicXML)", "cue-sheet": "Cue sheet (CSV)", alternates: "Other versions: thinned, :30, :15, loop", page: "One page to forward" };
const inOrder = (forms) => [...Object.keys(FORMS).filter((form) => forms.includes(form)), ...forms.filter((form) => !(form in FORMS) && form !== "report")];

class Desk {
  constructor(root) {
    this.root = root;
    this.film = null;
    this.timeline = new Timeline({ onscene: (number, uid) => this.select(number, uid), onseek: (at) => this.playFrom(at) });
    this.scene = new ScenePanel(this);
    this.cue = new CuePanel(this);
    this.whole = new Player({ label: "the whole film", tall: 40, empty: "Score the film, and it can be heard as a whole here." });
    this.whole.onpaint = (now, length, on) => this.timeline.playhead(on || now > 0 ? now : null);
    this.wholeFile = h("a", { class: "button quiet", hidden: true, download: true, title: "The music of the whole film as one WAV" }, "WAV");
    this.progress = new Progress((job) => this.scored(job));
    this.scoreButton = h("button", { class: "primary", id: "score-film", onclick: () => this.score() }, "Score the whole film");
    this.goOn = h("input", { type: "checkbox", id: "go-on" });
    this.undoButton = h("button", { class: "quiet", id: "undo", onclick: () => this.undo() }, icon("undo"), "Undo");
    this.exporter = h("details", { class: "menu" }, h("summary", { class: "button quiet" }, "Export"), h("div", {}));
    this.exported = h("p", { class: "exported", role: "status" });
    this.facts = h("p", { class: "facts" });
    this.notes = h("details", { class: "notes", hidden: true });
    this.build();
    hearLibrary(() => this.load());
    watch((now, before) => this.moved(now, before));
    hear("job", (job) => this.job(job));
    hear("film", (film) => { if (film === this.film?.id) this.refresh(); });
    addEventListener("keydown", (event) => this.key(event));
    addEventListener("click", (event) => { if (!this.exporter.contains(event.target)) this.exporter.open = false; });
    this.loadForms();
    if (isLibraryLoaded()) this.load(); // a tab is made when it is first shown
  }

  build() {
    this.page = h("div", { class: "desk", hidden: true },
      h("div", { class: "bar tools" }, this.facts, h("div", { class: "row" }, this.undoButton, this.exporter, h("label", { class: "soft", for: "go-on" }, this.goOn, " go on when I leave"), this.scoreButton)),
      this.progress.element, this.timeline.element,
      h("div", { class: "benches" }, this.scene.element, this.cue.element),
      h("div", { class: "whole" }, h("span", { class: "soft" }, "The whole film"), this.whole.element, h("div", { class: "row" }, this.wholeFile, this.remix = h("button", { class: "quiet", hidden: true, onclick: () => this.mix() }, "Mix again with your choices"))),
      this.notes,
      h("p", { class: "soft keys" }, h("kbd", {}, "["), " ", h("kbd", {}, "]"), " scene before, after \u00b7 ", h("kbd", {}, "Space"), " play \u00b7 ", h("kbd", {}, "N"), " new take \u00b7 ", h("kbd", {}, "V"), " vary \u00b7 ", h("kbd", {}, "A"), " accept \u00b7 ", h("kbd", {}, "L"), " lock \u00b7 ", h("kbd", {}, "1"), "\u2013", h("kbd", {}, "9"), " takes \u00b7 ", h("kbd", {}, "U"), " undo"));
    this.empty = h("div", {});
    fill(this.root, this.page, this.empty);
  }

  async loadForms() {
    try {
      const { forms } = await ask("backends");
      fill(this.exporter.lastChild, h("form", { onsubmit: (event) => { event.preventDefault(); this.export(); } },
        inOrder(forms).map((form) => h("label", {}, h("input", { type: "checkbox", name: "form", value: form, checked: form === "wav" }), " ", FORMS[form] ?? form)),
        h("button", { class: "primary" }, "Export"), this.exported));
    } catch (problem) { complain(problem); }
  }

  // ---------------------------------------------------------------- the film

  load() {
    fill(this.empty, library().films.length ? null : invitation());
    if (place().film && place().film !== this.film?.id) this.open(place().film);
    else if (!library().films.length) this.page.hidden = true;
  }

  async open(id) {
    this.opening = id;
    try {
      const film = await ask(`films/${id}`);
      if (this.opening !== id) return;
      fill(this.exported);
      this.number = null;
      this.timeline.outlines = null;
      this.scene.wait();
      this.show(film);
      const wanted = Number(place().scene);
      this.select(film.scenes.some((one) => one.number === wanted) ? wanted : film.scenes[0]?.number, null, false);
      for (const job of allJobs()) this.job(job);
      this.drawOutlines();
    } catch (problem) {
      this.page.hidden = true;
      fill(this.empty, h("div", { class: "invite bad", role: "alert" }, h("h2", {}, "This film cannot be opened"), h("p", {}, `${problem.message} ${problem.hint ?? ""}`)));
    }
  }

  show(film) {
    this.film = film;
    this.page.hidden = false;
    fill(this.empty);
    this.timeline.show(film);
    if (this.number) this.timeline.select(this.number, this.uid);
    const done = film.cues.filter((cue) => cue.take !== null && cue.fits).length;
    const music = film.cues.reduce((sum, cue) => sum + cue.end_s - cue.start_s, 0);
    fill(this.facts, h("b", {}, film.title), ` ${some(film.scenes.length, "scene")} \u00b7 ${some(film.cues.length, "cue")} \u00b7 ${span(music)} of music in ${span(film.duration_s)} \u00b7 ${done} of ${film.cues.length} recorded`);
    this.isScored = film.cues.length > 0 && done === film.cues.length && Boolean(film.mix);
    this.scoreButton.textContent = this.isScored ? "All cues recorded" : done === film.cues.length ? "Mix the film" : done ? `Score the rest (${film.cues.length - done})` : "Score the whole film";
    this.scoreButton.title = this.isScored ? "Change a scene or a cue, and what heard it can be scored anew" : "";
    this.block();
    this.undoButton.disabled = !film.undo;
    this.undoButton.title = film.undo ? `Take back: ${film.undo}` : "Nothing to take back";
    this.notes.hidden = film.notes.length === 0;
    fill(this.notes, h("summary", {}, `Worth knowing (${film.notes.length})`), h("ul", {}, film.notes.map((note) => h("li", {}, note))), h("p", { class: "soft" }, film.rights));
    this.showMix(film);
    if (film.waits) say(film.waits);
  }

  showMix(film) {
    this.remix.hidden = !(film.mix && !film.mix.is_current);
    const version = film.mix?.version ?? null;
    if (this.mixShown === `${film.id}/${version}`) return;
    this.mixShown = `${film.id}/${version}`;
    this.whole.show(film.mix ? { address: `/v1/films/${film.id}/mix.flac?v=${version}`, outline: `films/${film.id}/mix-outline`, duration: film.duration_s, colour: "var(--lamp)", captions: passages(film) } : null);
    this.wholeFile.hidden = !film.mix;
    this.wholeFile.href = `/v1/films/${film.id}/mix.wav`;
  }

  async refresh() {
    if (!this.film) return;
    const id = this.film.id;
    const turn = this.turn();
    try {
      const film = await ask(`films/${id}`);
      if (this.film.id !== id) return;
      this.showInTurn(turn, film);
      await this.loadScene();
      this.drawOutlines();
    } catch (problem) { complain(problem); }
  }

  async drawOutlines() {
    const id = this.film.id;
    try {
      const outlines = await ask(`films/${id}/outlines`);
      if (this.film.id === id) this.timeline.drawOutlines(outlines);
    } catch { /* the line stands without waveforms */ }
  }

  // ---------------------------------------------------------------- one scene

  moved(now, before) {
    if (now.film !== before.film) this.load();
    else if (now.scene !== before.scene && Number(now.scene) !== this.number && this.film) this.select(Number(now.scene), null, false);
  }

  select(number, uid = null, tell = true) {
    if (!this.film || !number) return;
    this.number = number;
    this.uid = uid;
    this.timeline.select(number, uid);
    if (tell) go({ scene: String(number) });
    return this.loadScene();
  }

  async loadScene() {
    const { id } = this.film, number = this.number;
    const asked = (this.asked = {});
    try {
      const scene = await ask(`films/${id}/scenes/${number}`);
      if (asked !== this.asked) return;
      this.scene.show(scene);
      const cue = scene.cues.find((one) => one.uid === this.uid) ?? scene.cues[0] ?? null;
      this.uid = cue?.uid ?? null;
      this.timeline.select(number, this.uid);
      this.cue.show(scene, cue);
    } catch (problem) { complain(problem); }
  }

  step(by) {
    const scenes = this.film.scenes;
    const at = scenes.findIndex((one) => one.number === this.number);
    const next = scenes[Math.min(Math.max(at + by, 0), scenes.length - 1)];
    if (next.number === this.number) return;
    this.select(next.number);
    if (document.activeElement?.closest?.(".scenes")) this.timeline.focus(next.number);
  }

  // ---------------------------------------------------------------- deciding and working

  // Answers may overtake each other: how the film stood when that was asked later is the newer word.
  turn() { return (this.turns = (this.turns ?? 0) + 1); }

  showInTurn(turn, film) {
    if (turn < (this.shownTurn ?? 0) || film.id !== this.film.id) return;
    this.shownTurn = turn;
    this.show(film);
  }

  async change(path, body) {
    const turn = this.turn();
    try {
      this.showInTurn(turn, await ask(`films/${this.film.id}/${path}`, { method: "PATCH", body }));
      await this.loadScene();
      return true;
    } catch (problem) {
      complain(problem);
      return false;
    }
  }

  async undo() {
    if (this.undoButton.disabled) return;
    const turn = this.turn();
    try {
      const film = await ask(`films/${this.film.id}/undo`, { method: "POST" });
      this.showInTurn(turn, film);
      await this.loadScene();
      say(film.took_back ? `Taken back: ${film.took_back}.` : "Nothing to take back.");
    } catch (problem) { complain(problem); }
  }

  async work(wish, keep = false) {
    try {
      const job = await startJob({ film: this.film.id, ...wish }, keep);
      return noteJob(job);
    } catch (problem) {
      complain(problem);
      return null;
    }
  }

  score(scenes = []) { return this.work({ kind: "score", scenes }, this.goOn.checked); }
  mix() { return this.work({ kind: "mix" }); }

  async export() {
    const to = $$("input[name=form]:checked", this.exporter).map((box) => box.value);
    if (!to.length) return fill(this.exported, "Choose at least one form.");
    fill(this.exported, "Asked for.");
    const job = await this.work({ kind: "export", to });
    this.exporting = job?.id;
    return job;
  }

  job(job) {
    if (job.film !== this.film?.id) return;
    if (["score", "mix", "export"].includes(job.kind)) {
      const age = Date.now() / 1000 - (job.ended_at ?? Date.now() / 1000);
      if (isRunning(job) || job.id === this.progress.id || age < 20) this.progress.show(job);
      if (this.block() && job.text?.startsWith("recorded")) this.refreshSoon();
    }
    if (job.kind === "take") this.cue.job(job);
  }

  // While the film is scored nothing else writes its takes; says whether that is so.
  block() {
    const busy = allJobs().some((one) => one.film === this.film.id && one.kind === "score" && isRunning(one));
    this.scoreButton.disabled = busy || this.isScored;
    this.cue.block(busy);
    return busy;
  }

  refreshSoon() {
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.refresh(), 800);
  }

  scored(job) {
    if (this.seenEnd === job.id) return;
    this.seenEnd = job.id;
    if (job.kind === "export" && job.state === "done") {
      const { count, files } = job.result;
      const links = files.map((path) => h("a", { href: `/v1/films/${job.film}/files/${path.split("/").map(encodeURIComponent).join("/")}`, download: true }, path.split("/").pop()));
      fill(this.exported, count ? [count > 1 ? `${count} files in ` : "", links] : sentences(...(job.notes.length ? job.notes : ["Nothing was written"]), "Score the film first"));
      if (this.exporting === job.id) this.exporter.open = true; // not for what others asked for
    } else if (job.kind === "export") fill(this.exported, job.problem || "Stopped.");
    if (job.state === "done" && job.result?.problem) say(job.result.problem, "bad");
    this.refresh();
  }

  playFrom(at) {
    if (this.film.mix) {
      if (this.whole.now() !== at) this.whole.seek(at);
      this.whole.seek(at);
      if (!this.whole.button.dataset.on || this.whole.button.dataset.on === "false") this.whole.toggle();
      this.whole.seek(at);
    } else say(`${clock(at)}: score the film first to hear it from here.`);
  }

  key(event) {
    const inside = event.target.closest?.("input, textarea, select, [role=application], [role=combobox]");
    if (this.page.hidden || this.page.offsetParent === null || inside || event.ctrlKey || event.metaKey || event.altKey) return;
    const inLine = event.target.closest?.(".scenes");
    const acts = { "[": () => this.step(-1), "]": () => this.step(1), n: () => this.cue.take("new"), v: () => this.cue.take("vary"), a: () => this.cue.accept(), l: () => this.cue.lock(), u: () => this.undo() };
    if (inLine) Object.assign(acts, { ArrowLeft: acts["["], ArrowRight: acts["]"] });
    if (event.key === " " && !event.target.closest?.("button, summary, [role=slider], a")) acts[" "] = () => this.cue.player.toggle();
    if (event.key >= "1" && event.key <= "9") acts[event.key] = () => this.cue.pick(Number(event.key) - 1);
    if (!(event.key in acts)) return;
    event.preventDefault();
    acts[event.key]();
  }
}

// What sounds when, for whoever listens to the whole film.
const passages = (film) => [
  ...film.cues.map((cue) => ({ start_s: cue.start_s, end_s: cue.end_s, text: `${cue.label} ${cue.title}`.trim() })),
  ...film.silences.map((one) => ({ start_s: one.start_s, end_s: one.end_s, text: "silence" })),
];

export const makeDesk = (root) => new Desk(root);
