// One cue: its takes side by side at equal loudness, what is wished of it, and what is decided.

import { isRunning } from "./api.js";
import { $, clock, fill, h, icon, lufs, signed } from "./dom.js";
import { Pad } from "./pad.js";
import { Progress } from "./progress.js";
import { Player } from "./sound.js";

const FAMILIES = ["strings", "woodwinds", "brass", "keys", "plucked", "choir", "synth", "bass", "drums", "percussion"];

export class CuePanel {
  constructor(desk) {
    this.desk = desk;
    this.chosen = {};
    this.player = new Player({ label: "this cue", tall: 72 });
    this.progress = new Progress((job) => this.made(job));
    this.pad = new Pad((mood) => this.wish({ mood: { ...mood, tension: Number(this.tension.value) } }));
    this.tension = this.slider("tension", "Tension", 0, 1, 0.05, (value) => this.wish({ mood: { ...this.pad.value(), tension: value } }));
    this.density = this.slider("density", "Density", 0, 1, 0.05, (value) => this.wish({ density: value }));
    this.body = h("div", {});
    this.element = h("section", { class: "bench cue-bench", "aria-label": "Its music" }, this.body);
  }

  slider(id, label, min, max, step, onset) {
    const input = h("input", { type: "range", id: `cue-${id}`, min, max, step, "aria-label": label });
    input.addEventListener("change", () => onset(Number(input.value)));
    return input;
  }

  show(scene, cue) {
    const same = this.cue?.uid === cue?.uid;
    if (!same) this.pad.leave();
    const focused = this.body.contains(document.activeElement) ? document.activeElement.id || document.activeElement.dataset.act : null;
    this.scene = scene;
    this.cue = cue;
    const told = JSON.stringify([scene, cue, cue && this.currentTake()?.number, this.desk.film.quiet_cues, this.desk.film.themes]);
    if (told === this.told) return this.block(this.isBlocked); // as in the scene: nobody is disturbed
    this.told = told;
    if (!same) this.progress.show(null);
    if (!cue) {
      this.player.show(null);
      this.shown = null;
      return fill(this.body, this.nothing(scene));
    }
    const take = this.currentTake();
    this.words = this.prompts(cue, same ? this.words : null);
    fill(this.body, this.head(cue), this.takes(cue, take), this.player.element, this.progress.element, this.acts(cue, take), this.wishes(cue), this.words, this.about(cue, take));
    this.playTake(take, same);
    this.block(this.isBlocked);
    if (focused) this.body.querySelector(`#${CSS.escape(focused)}, [data-act="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  nothing(scene) {
    const isMine = scene.silences.some((one) => one.reason.startsWith("You asked for no"));
    const quiet = isMine && !scene.edit.no_music ? this.desk.film.quiet_cues : [];
    const again = (uid) => h("button", { class: "quiet", onclick: () => this.desk.change(`cues/${uid}`, { no_music: null }) }, `Music again where you silenced cue ${uid.slice(0, 4)}`);
    return [h("header", {}, h("h2", {}, "No music here")),
      scene.silences.map((one) => h("p", {}, `Silence from ${clock(one.start_s)} to ${clock(one.end_s)}: ${one.reason}`)),
      scene.silences.length ? null : h("p", { class: "soft" }, "The plan leaves this scene without music."),
      quiet.length ? [h("p", { class: "soft" }, "Undo brings a cue back that you silenced; so does \u201cMusic again\u201d."), quiet.map(again)]
        : h("p", { class: "row acts" }, h("button", { class: "primary", "data-act": "music", onclick: () => this.desk.change(`scenes/${scene.number}`, { no_music: false }) }, "Music here"), h("span", { class: "soft" }, "plans a cue for this scene"))];
  }

  head(cue) {
    const state = cue.take === null ? h("span", { class: "state bare" }, "not recorded yet") : cue.fits ? null : h("span", { class: "state stale" }, "changed since its take: make a new one");
    return [h("header", {}, h("h2", { style: { "--mood": cue.colour } }, h("span", { class: "soft" }, `${cue.label} `), cue.title || "Untitled"), state),
      this.scene.cues.length > 1 ? h("p", { class: "row" }, this.scene.cues.map((one) => h("button", { class: "quiet", "aria-pressed": String(one.uid === cue.uid), onclick: () => this.desk.select(this.desk.number, one.uid) }, one.label))) : null,
      h("p", { class: "facts" }, `${clock(cue.start_s)} \u2013 ${clock(cue.end_s)} \u00b7 ${cue.music.genre} \u00b7 ${cue.music.emotions.join(", ")}`), h("p", { class: "why" }, cue.reason)];
  }

  currentTake() {
    const { all_takes: takes, take, uid } = this.cue;
    return takes.find((one) => one.number === this.chosen[uid]) ?? takes.find((one) => one.number === take) ?? null;
  }

  takes(cue, chosen) {
    return h("div", { class: "takes", role: "group", "aria-label": "Takes" }, cue.all_takes.map((take) => h("button", {
      class: `take${take.number === cue.take ? " in-use" : ""}`, "data-act": `take-${take.number}`, "aria-pressed": String(take === chosen), title: `Take ${take.letter}, ${take.key ?? ""} ${take.bpm ? Math.round(take.bpm) + " bpm" : ""}${take.number === cue.take ? ", in the film" : ""}`, onclick: () => this.choose(take),
    }, h("b", {}, take.letter), h("small", {}, take.by_user ? "yours" : [take.key?.replace(" major", "").replace(" minor", "m"), take.bpm && Math.round(take.bpm)].filter(Boolean).join(" ")), h("small", { class: "stand" }, take.number === cue.accepted_take ? "\u2713 accepted" : take.number === cue.take ? "in the film" : "\u00a0"))));
  }

  choose(take) {
    this.chosen[this.cue.uid] = take.number;
    this.show(this.scene, this.cue);
  }

  pick(index) { const take = this.cue?.all_takes[index]; if (take) this.choose(take); }

  // Level-matched: the softest take sets the level for all, so that loud is not taken for better.
  playTake(take, sameCue) {
    const name = take && `${this.cue.uid}/${take.number}`;
    if (this.shown === name) return;
    this.shown = name;
    if (!take) return this.player.show(null);
    const known = this.cue.all_takes.map((one) => one.loudness_lufs).filter((one) => one !== null);
    const volume = take.loudness_lufs === null || !known.length ? 1 : 10 ** ((Math.min(...known) - take.loudness_lufs) / 20);
    const address = `${this.desk.film.id}.${this.cue.uid}`;
    const form = (take.form ?? []).map((one) => ({ start_s: one.at_s, end_s: one.end_s, text: one.role.replace("-", " ") }));
    const hits = (take.hits ?? []).filter((one) => one.label);
    this.player.show({ address: `/v1/cues/${address}.flac?take=${take.number}`, outline: `cues/${address}/outline?take=${take.number}`, duration: take.duration_s, colour: this.cue.colour, volume,
      captions: [...form, ...hits.map((one) => ({ start_s: one.landed_s, end_s: one.landed_s + 2.5, text: one.label }))], marks: hits.map((one) => [one.landed_s / take.duration_s, one.label]) }, { keepPlace: sameCue });
  }

  acts(cue, take) {
    const button = (act, label, given) => h("button", { class: "quiet", "data-act": act, ...given }, label);
    this.making = [button("new", cue.all_takes.length ? "New take" : "Make a take", { class: "primary", onclick: () => this.take("new") }), button("vary", "Vary this take", { onclick: () => this.take("vary") })];
    const isAccepted = take && take.number === cue.accepted_take;
    return h("p", { class: "row acts" }, this.making,
      button("accept", isAccepted ? "Accepted" : `Accept ${take ? take.letter : ""}`, { disabled: !take, "aria-pressed": String(Boolean(isAccepted)), onclick: () => this.accept() }),
      button("lock", [icon("lock"), cue.is_locked ? "Locked" : "Lock"], { disabled: !take, "aria-pressed": String(cue.is_locked), onclick: () => this.lock() }),
      button("silence", "No music here", { onclick: () => this.desk.change(`cues/${cue.uid}`, { no_music: true }) }));
  }

  wishes(cue) {
    const { music, edit } = cue;
    const mine = edit.music ?? {};
    this.pad.show(music.mood.valence, music.mood.arousal);
    this.tension.value = music.mood.tension;
    this.density.value = music.density;
    const number = (id, label, value, given, onset) => h("div", { class: "field" }, h("label", { for: `cue-${id}` }, label), h("input", { id: `cue-${id}`, type: "number", value, ...given, onchange: (event) => onset(event.target.value === "" ? null : Number(event.target.value)) }));
    const owners = this.desk.film.themes.map((one) => one.owner);
    const theme = h("select", { id: "cue-theme", value: music.themes[0]?.owner ?? "", onchange: (event) => this.wish({ themes: event.target.value ? [{ owner: event.target.value }] : [] }) }, h("option", { value: "" }, "none"), owners.map((owner) => h("option", { value: owner }, owner)));
    const palette = new Set(music.palette ?? []);
    const instruments = h("div", { class: "families", role: "group", "aria-label": "Instruments" }, FAMILIES.map((name) => h("button", { type: "button", class: "chip", "data-act": `family-${name}`, "aria-pressed": String(palette.has(name)), onclick: () => { palette.has(name) ? palette.delete(name) : palette.add(name); this.wish({ palette: palette.size ? [...palette] : null }); } }, name)));
    const place = (change) => this.desk.change(`cues/${cue.uid}`, change);
    return h("details", { class: "wishes", open: this.wishesOpen ?? innerWidth > 900, ontoggle: (event) => { this.wishesOpen = event.target.open; } }, h("summary", {}, "What you wish for", Object.keys(edit).length ? h("em", {}, " changed by you") : null),
      h("div", { class: "wish-grid" },
        h("div", {}, this.pad.element, this.pad.said),
        h("div", {}, h("div", { class: "field" }, h("label", { for: "cue-tension" }, "Tension ", h("output", {}, music.mood.tension.toFixed(2))), this.tension),
          h("div", { class: "field" }, h("label", { for: "cue-density" }, "Density ", h("output", {}, music.density.toFixed(2))), this.density),
          h("div", { class: "pair" }, number("bpm", "Tempo (bpm)", music.bpm ?? "", { min: 30, max: 240, placeholder: "free" }, (value) => this.wish({ bpm: value })),
            h("div", { class: "field" }, h("label", { for: "cue-theme" }, "Theme"), theme)))),
      h("div", { class: "field" }, h("span", { class: "soft" }, `Instruments${palette.size ? "" : ": the genre\u2019s own"}`), instruments),
      h("div", { class: "pair four" },
        number("start", "Start (s)", cue.start_s.toFixed(2), { min: 0, step: 0.25 }, (value) => value !== null && place({ start_s: value, duration_s: Math.max(cue.end_s - value, 1) })),
        number("end", "End (s)", cue.end_s.toFixed(2), { min: 0, step: 0.25 }, (value) => value !== null && place({ start_s: cue.start_s, duration_s: Math.max(value - cue.start_s, 1) })),
        number("in", "Fade in (s)", cue.fade_in_s, { min: 0, max: 60, step: 0.1 }, (value) => place({ fade_in_s: value })),
        number("out", "Fade out (s)", cue.fade_out_s, { min: 0, max: 60, step: 0.1 }, (value) => place({ fade_out_s: value }))),
      h("p", { class: "row" }, h("span", { class: "soft" }, "A new take answers these."),
        Object.keys(mine).length || "start_s" in edit ? h("button", { class: "quiet", onclick: () => place({ music: null, start_s: null, duration_s: null, fade_in_s: null, fade_out_s: null }) }, "Back to the plan") : null));
  }

  // What a neural composer is told, a line for each window; what is being written stays.
  prompts(cue, before) {
    if (!cue.prompts.length) return null;
    const written = before && $("textarea", before);
    const was = cue.prompts.join("\n");
    const text = h("textarea", { id: "cue-prompts", rows: Math.min(1 + cue.prompts.length * 3, 12), spellcheck: "false", value: written && written.value !== written.dataset.was ? written.value : was, "data-was": was });
    const lines = () => text.value.split("\n").map((line) => line.trim()).filter(Boolean);
    const keep = (prompts) => { if (!prompts) text.value = text.dataset.was; return this.wish({ prompts }); };
    const isMine = Boolean(cue.edit.music?.prompts);
    return h("details", { class: "prompts", open: this.promptsOpen ?? false, ontoggle: (event) => { this.promptsOpen = event.target.open; } },
      h("summary", {}, `What ${this.desk.film.crew.composer} is told`, isMine ? h("em", {}, " yours") : null),
      h("div", { class: "field" }, h("label", { for: "cue-prompts" }, "A line for each window, or one for all"), text),
      h("p", { class: "row" }, h("button", { class: "quiet", "data-act": "say", onclick: () => lines().length && keep(lines()) }, "Keep these words"),
        isMine ? h("button", { class: "quiet", "data-act": "unsay", onclick: () => keep(null) }, "Our words again") : null,
        h("span", { class: "soft" }, "A new take answers them.")));
  }

  about(cue, take) {
    if (!take) return h("p", { class: "hint" }, "Nothing is recorded yet. \u201cMake a take\u201d composes and plays this cue alone; \u201cScore the whole film\u201d makes them all.");
    const base = `/v1/cues/${this.desk.film.id}.${cue.uid}`;
    const chords = (take.chords ?? []).map((one) => one.symbol).filter((one, at, all) => one !== all[at - 1]).slice(0, 24);
    const landed = (hit) => { const off = Math.round((hit.landed_s - hit.at_s) * 1000); return Math.abs(off) < 10 ? "on it" : `${signed(off / 1000)} s`; };
    return h("div", { class: "about" },
      h("p", { class: "facts" }, `Take ${take.letter} \u00b7 ${[take.key, take.bpm && `${Math.round(take.bpm)} bpm`, lufs(take.loudness_lufs), ...take.made_by].filter(Boolean).join(" \u00b7 ")}`),
      chords.length ? h("p", { class: "chords" }, chords.join("  ")) : null,
      take.hits?.length ? h("ul", { class: "hits" }, take.hits.slice(0, 6).map((hit) => h("li", {}, h("span", { class: "time" }, clock(hit.at_s)), ` ${hit.label || hit.kind} `, h("span", { class: "soft" }, landed(hit))))) : null,
      [...(take.bent ?? []), take.fallback].filter(Boolean).map((one) => h("p", { class: "remark" }, one)),
      h("p", { class: "row downloads" }, h("a", { class: "button quiet", href: `${base}.wav?take=${take.number}`, download: true }, "WAV"), take.has_notes ? h("a", { class: "button quiet", href: `${base}.mid?take=${take.number}`, download: true }, "MIDI") : null),
      h("p", { class: "soft rights" }, take.licence));
  }

  // ---------------------------------------------------------------- deciding

  wish(music) { return this.cue && this.desk.change(`cues/${this.cue.uid}`, { music }); }

  async take(how) {
    if (!this.mayMake(how)) return;
    const of = how === "vary" ? this.currentTake().number : undefined;
    const job = await this.desk.work({ kind: "take", cue: this.cue.uid, how, of });
    if (job) this.job(this.job_ = job); // also when its end has overtaken this answer
  }

  accept() {
    const take = this.currentTake();
    if (!take) return;
    const isAccepted = take.number === this.cue.accepted_take;
    return this.desk.change(`cues/${this.cue.uid}`, { accepted_take: isAccepted ? null : take.number });
  }

  lock() {
    const take = this.currentTake();
    if (!take) return;
    if (this.cue.is_locked) return this.desk.change(`cues/${this.cue.uid}`, { locked: null });
    return this.desk.change(`cues/${this.cue.uid}`, { locked: true, accepted_take: take.number });
  }

  job(job) {
    if (job.about.cue !== this.cue?.uid || (!isRunning(job) && this.job_?.id !== job.id)) return;
    this.job_ = job;
    this.progress.show(job);
    this.block(this.isBlocked);
  }

  async made(job) {
    if (this.seen === job.id) return;
    this.seen = job.id;
    if (job.state === "done") this.chosen[job.result.cue] = job.result.take;
    await this.desk.refresh();
  }

  // No take is begun while the film is scored or another take of this cue is made.
  mayMake(how) {
    const isBusy = this.job_ && isRunning(this.job_) && this.job_.about.cue === this.cue?.uid;
    return Boolean(this.cue) && !this.isBlocked && !isBusy && (how === "new" || Boolean(this.currentTake()?.bpm));
  }

  block(isBlocked) {
    this.isBlocked = isBlocked;
    for (const button of this.making ?? []) {
      button.disabled = !this.mayMake(button.dataset.act);
      button.title = isBlocked ? "The film is being scored; stop that or wait for it." : "";
    }
  }
}

