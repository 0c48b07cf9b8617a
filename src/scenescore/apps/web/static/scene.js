// One scene: its page of script, and what was read in it, to be corrected in place.

import { $, $$, clock, fill, h, signed, span } from "./dom.js";

export class ScenePanel {
  constructor(desk) {
    this.desk = desk;
    this.element = h("section", { class: "bench scene-bench", "aria-label": "The scene" });
  }

  wait() { this.told = this.scene = null; fill(this.element, h("p", { class: "hint" }, "Opening the scene\u2026")); }

  show(scene) {
    const isNew = this.scene?.key !== scene.key;
    const told = JSON.stringify(scene);
    if (told === this.told) return; // others' news must not disturb who reads or writes here
    const typed = isNew ? [] : this.typed();
    const focused = this.element.contains(document.activeElement) ? document.activeElement.id : "";
    this.told = told;
    this.scene = scene;
    const { brief } = scene;
    const script = h("div", { class: "script", tabindex: "0", role: "group", "aria-label": "Script page" }, scene.script.map((one) =>
      h("p", { class: `${one.kind}${one.is_read ? "" : " unread"}` }, one.pieces.map(([text, isEvidence]) => (isEvidence ? h("mark", {}, text) : text)))));
    const top = isNew ? 0 : this.script?.scrollTop ?? 0;
    this.script = script;
    fill(this.element,
      h("header", {}, h("button", { class: "quiet", "aria-label": "Scene before", onclick: () => this.desk.step(-1) }, "\u2039"),
        h("h2", { style: { "--mood": scene.colour } }, h("span", { class: "soft" }, scene.number, " "), scene.heading),
        h("button", { class: "quiet", "aria-label": "Scene after", onclick: () => this.desk.step(1) }, "\u203a")),
      h("p", { class: "facts" }, `${clock(scene.start_s)} \u2013 ${clock(scene.end_s)} \u00b7 ${span(scene.end_s - scene.start_s)}${brief?.characters.length ? ` \u00b7 ${brief.characters.slice(0, 5).join(", ")}` : ""}`),
      script, brief ? this.reading(scene, brief) : h("p", { class: "soft" }, "This scene was not analysed."));
    script.scrollTop = top;
    for (const [id, value] of typed) $(`#${id}`, this.element).value = value;
    if (focused && !isNew) $(`#${focused}`, this.element)?.focus({ preventScroll: true });
  }

  // What has been written and not been kept yet.
  typed() { return $$("input", this.element).filter((input) => input.value !== input.dataset.was).map((input) => [input.id, input.value]); }

  reading(scene, brief) {
    const field = (name, label, value) => h("div", { class: "field" }, h("label", { for: `brief-${name}` }, label, name in scene.edit ? h("em", {}, " yours") : null), h("input", { id: `brief-${name}`, name, value, "data-was": value, type: "text", autocomplete: "off" }));
    const moved = Math.abs(brief.felt.valence - brief.portrayed.valence) + Math.abs(brief.felt.arousal - brief.portrayed.arousal) > 0.09;
    const quiet = Boolean(scene.edit.no_music);
    return h("form", { class: "reading", "aria-label": "What was read", onsubmit: (event) => { event.preventDefault(); this.save(event.target, event.submitter?.value); } },
      h("div", { class: "pair" }, field("genre", "Genre", brief.genre), field("emotions", "Emotions", brief.emotions.join(", ")),
        field("title", "Title", brief.title ?? ""), field("words", "Three words", brief.words.join(", "))),
      h("p", { class: "soft" }, `Felt: valence ${signed(brief.felt.valence)}, arousal ${signed(brief.felt.arousal)}, tension ${brief.felt.tension.toFixed(2)}.`, moved ? ` Alone it would be ${signed(brief.portrayed.valence)}, ${signed(brief.portrayed.arousal)}: the scenes before colour it.` : ""),
      h("p", { class: "row" },
        h("button", { class: "primary", value: "rescore" }, "Keep and re-score this scene"),
        h("button", { class: "quiet", value: "keep" }, "Keep"),
        Object.keys(scene.edit).length ? h("button", { class: "quiet", type: "button", onclick: () => this.reset() }, "Back to what was read") : null,
        h("button", { class: "quiet", type: "button", "aria-pressed": String(quiet), onclick: () => this.desk.change(`scenes/${scene.number}`, { no_music: quiet ? null : true }) }, quiet ? "Music again here" : "No music in this scene")));
  }

  changes(form) {
    const { brief } = this.scene;
    const list = (name) => form.elements[name].value.split(",").map((word) => word.trim()).filter(Boolean);
    const now = { genre: form.elements.genre.value.trim(), emotions: list("emotions"), words: list("words"), title: form.elements.title.value.trim() };
    const before = { genre: brief.genre, emotions: brief.emotions, words: brief.words, title: brief.title ?? "" };
    return Object.fromEntries(Object.entries(now).filter(([name, value]) => value.length && JSON.stringify(value) !== JSON.stringify(before[name])));
  }

  async save(form, how) {
    const changes = this.changes(form);
    const number = this.scene.number;
    if (Object.keys(changes).length && !(await this.desk.change(`scenes/${number}`, changes))) return;
    if (how === "rescore") this.desk.score([number]);
  }

  reset() {
    for (const input of $$("input", this.element)) input.value = input.dataset.was;
    return this.desk.change(`scenes/${this.scene.number}`, Object.fromEntries(Object.keys(this.scene.edit).map((name) => [name, null])));
  }
}
