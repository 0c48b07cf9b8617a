// The paper's page: choose a film, choose a scene, generate, listen, see why.

import { ask, complain, hear, isRunning, jobOf, noteJob, startJob } from "./api.js";
import { Chooser } from "./choose.js";
import { $, fill, h, lufs, sentences, some } from "./dom.js";
import { hearLibrary, invitation, isLibraryLoaded, library } from "./library.js";
import { go, place, watch } from "./place.js";
import { Progress } from "./progress.js";
import { Player } from "./sound.js";

const ROLES = { analyst: "Who reads", composer: "Who composes", player: "Who plays" };
const kept = (name) => sessionStorage.getItem(`scenescore-quick-${name}`);
const keep = (name, value) => (value ? sessionStorage.setItem(`scenescore-quick-${name}`, value) : sessionStorage.removeItem(`scenescore-quick-${name}`));

class Quick {
  constructor(root) {
    this.root = root;
    this.scenes = [];
    this.film = new Chooser({ label: "Film", onchoose: (film) => go({ film, scene: null }) });
    this.scene = new Chooser({ label: "Scene", onchoose: (scene) => go({ scene }) });
    this.length = h("input", { type: "range", id: "quick-length", min: 5, max: 120, step: 1, value: 30, oninput: () => this.paintLength() });
    this.lengthSaid = h("output", { for: "quick-length" });
    this.seed = h("input", { type: "number", id: "quick-seed", min: 0, max: 2147483647, step: 1, value: 0 });
    this.button = h("button", { class: "primary big", id: "generate", disabled: true, onclick: () => this.generate() }, "Generate music");
    this.progress = new Progress((job) => this.over(job));
    this.player = new Player({ label: "the music", tall: 96 });
    this.crew = h("div", { class: "crew" });
    this.lacks = h("ul", { class: "lacks" });
    this.excerpt = h("p", { class: "excerpt" });
    this.result = h("section", { class: "result", "aria-label": "Result", "aria-live": "polite" });
    this.build();
    this.paintLength();
    this.loadCrew();
    hearLibrary(() => this.films());
    watch((now, before) => { if (now.film !== before.film) this.load(); else if (now.scene !== before.scene) this.choose(); });
    hear("job", (job) => { if (job.id === kept("job")) this.follow(job); });
    if (isLibraryLoaded()) this.films();
  }

  build() {
    this.page = h("div", { class: "quick" },
      h("section", { class: "ask", "aria-label": "What to score" }, this.film.element, this.scene.element, this.excerpt,
        h("div", { class: "pair" },
          h("div", { class: "field" }, h("label", { for: "quick-length" }, "Duration ", this.lengthSaid), this.length),
          h("div", { class: "field seed" }, h("label", { for: "quick-seed" }, "Seed"), h("div", { class: "row" }, this.seed, h("button", { class: "quiet", "aria-label": "Another seed", title: "Another seed, other music", onclick: () => { this.seed.value = Math.floor(Math.random() * 100000); } }, "\u2684")))),
        h("details", { class: "more" }, h("summary", {}, "Who reads, composes and plays"), this.crew, this.lacks),
        this.button, this.progress.element),
      h("section", { class: "hear" }, this.player.element, this.result));
    this.invite = h("div", {});
    fill(this.root, this.page, this.invite);
    this.nothing();
  }

  paintLength() { this.lengthSaid.textContent = `${this.length.value} s`; }

  async loadCrew() {
    try {
      const { roles } = await ask("backends");
      this.selects = {};
      fill(this.crew, Object.entries(ROLES).map(([role, label]) => {
        const options = roles[role].map((one) => h("option", { value: one.name, disabled: Boolean(one.lack) }, one.name + (one.lack ? " (not here)" : one.is_default ? " (best here)" : "")));
        this.selects[role] = h("select", { id: `quick-${role}` }, h("option", { value: "" }, "As the film"), options);
        return h("div", { class: "field" }, h("label", { for: `quick-${role}` }, label), this.selects[role]);
      }));
      const lacking = Object.values(roles).flat().filter((one) => one.lack);
      fill(this.lacks, lacking.map((one) => h("li", {}, h("b", {}, one.name), ": ", one.adds ? `${sentences(one.adds)} ` : "", h("span", {}, sentences(`Not here: ${one.lack}`)))));
    } catch (problem) { complain(problem); }
  }

  films() {
    const { films } = library();
    this.page.hidden = films.length === 0;
    fill(this.invite, films.length ? null : invitation());
    this.film.set(films.map((film) => ({ value: film.id, text: film.title, more: film.problem ?? some(film.scenes, "scene") })), place().film);
    if (this.loaded !== place().film) this.load();
  }

  async load() {
    const film = place().film;
    if (!film) return;
    this.loaded = film;
    this.film.set(this.film.entries, film);
    try {
      const { scenes } = await ask(`films/${film}/scenes`);
      if (this.loaded !== film) return;
      this.scenes = scenes;
      this.scene.set(scenes.map((scene) => ({ value: String(scene.number), text: `${scene.number}  ${scene.heading}`, more: scene.first_words, colour: scene.colour })), place().scene);
      this.choose();
      this.restore();
    } catch (problem) { complain(problem); }
  }

  choose() {
    this.scene.set(this.scene.entries, place().scene);
    const scene = this.scenes.find((one) => String(one.number) === this.scene.value);
    fill(this.excerpt, scene?.first_words);
    this.busy(this.isBusy);
  }

  restore() {
    const [film, key] = (kept("piece") ?? "").split("/");
    if (film === place().film && key) this.show(film, key);
    const job = jobOf(kept("job"));
    if (job) this.follow(job);
  }

  async generate() {
    if (!this.scene.value) return;
    const crew = Object.fromEntries(Object.entries(this.selects ?? {}).filter(([, select]) => select.value).map(([role, select]) => [role, select.value]));
    this.busy(true);
    try {
      const job = await startJob({ kind: "quick", film: place().film, scene: Number(this.scene.value), duration_s: Number(this.length.value), seed: Math.max(Math.floor(Number(this.seed.value) || 0), 0), ...crew });
      keep("job", job.id);
      this.follow(noteJob(job));
    } catch (problem) {
      this.busy(false);
      complain(problem);
    }
  }

  busy(isBusy) {
    this.isBusy = Boolean(isBusy);
    this.button.disabled = this.isBusy || !this.scene.value;
    this.result.setAttribute("aria-busy", String(this.isBusy));
    this.page.classList.toggle("busy", this.isBusy);
  }

  follow(job) {
    this.busy(isRunning(job));
    this.progress.show(job);
  }

  over(job) {
    this.busy(false);
    keep("job", null);
    if (job.state !== "done") return;
    keep("piece", `${job.film}/${job.result.key}`);
    this.show(job.film, job.result.key, true);
  }

  async show(film, key, isNew = false) {
    let piece;
    try {
      piece = await ask(`quick/${film}/${key}`);
    } catch { return keep("piece", null); }
    const base = `quick/${film}/${key}`;
    const { take, brief } = piece;
    this.player.show({ address: `/v1/${base}/cue.wav`, outline: `${base}/outline`, duration: take.duration_s, colour: brief.colour, captions: piece.captions,
      marks: (take.hits ?? []).filter((hit) => hit.label).map((hit) => [hit.landed_s / take.duration_s, hit.label]) }, { autoplay: isNew });
    fill(this.result, this.told(piece, base));
    const text = $(".analysed", this.result), first = $("mark", text);
    if (first) text.scrollTop = first.offsetTop - text.offsetTop - text.clientHeight / 3;
  }

  told({ take, brief, why, stems }, base) {
    const chips = (words, name) => h("ul", { class: "chips" }, words.map((word) => h("li", { class: name }, word)));
    const link = (href, label) => h("a", { class: "button quiet", href: `/v1/${base}/${href}`, download: true }, label);
    const facts = [take.key, take.bpm && `${Math.round(take.bpm)} bpm`, lufs(take.loudness_lufs), take.made_by?.backend, take.made_by?.player?.backend].filter(Boolean);
    const read = brief.missing_fields.length ? ` Left empty by the analyst and filled: ${brief.missing_fields.join(", ")}.` : "";
    const fallback = [brief.made_by.fallback, take.made_by?.fallback, take.made_by?.player?.fallback].filter(Boolean);
    return [
      h("h2", { style: { "--mood": brief.colour } }, brief.title || "Untitled"),
      h("p", { class: "facts" }, facts.join(" \u00b7 ")),
      h("dl", { class: "told" },
        h("div", {}, h("dt", {}, "Genre"), h("dd", { id: "quick-genre" }, chips([brief.genre], "strong"), brief.genres.filter((one) => one !== brief.genre).slice(0, 2).map((one) => h("span", { class: "soft" }, `, ${one}`)))),
        h("div", {}, h("dt", {}, "Emotions"), h("dd", { id: "quick-emotions" }, chips(brief.emotions, ""))),
        h("div", {}, h("dt", {}, "Three words"), h("dd", { class: "words" }, brief.words.join(", "))),
        h("div", {}, h("dt", {}, "Why this music"), h("dd", {}, `${why}${read}`, fallback.map((one) => h("p", { class: "remark" }, one)))),
        h("div", {}, h("dt", {}, "Text analysed"), h("dd", {}, h("blockquote", { class: "analysed", tabindex: "0" }, marked(brief.analysed_text, brief.evidence))))),
      h("p", { class: "row downloads" }, link("cue.wav", "WAV"), link("score.mid", "MIDI"), stems.length ? link("stems.zip", `Stems (${stems.length})`) : null),
      h("p", { class: "soft rights" }, take.licence)];
  }

  nothing() {
    fill(this.result, h("p", { class: "hint" }, "Choose a scene and press Generate. You will hear the music here, and see the genre, the emotions and the text they were read from."));
  }
}

// The analysed text with the sentences that spoke loudest marked.
export function marked(text, evidence) {
  const pieces = [];
  let rest = text;
  const wanted = [...evidence].filter(Boolean).sort((a, b) => text.indexOf(a) - text.indexOf(b));
  for (const sentence of wanted) {
    const at = rest.indexOf(sentence);
    if (at < 0) continue;
    pieces.push(rest.slice(0, at), h("mark", {}, sentence));
    rest = rest.slice(at + sentence.length);
  }
  return [...pieces, rest];
}

export const makeQuick = (root) => new Quick(root);
