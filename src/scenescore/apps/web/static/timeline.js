// The whole film on one line: scenes, curves with memory, cues, silences, themes, locks, playhead.

import { $, $$, clamp, clock, fill, h, svg } from "./dom.js";

const pc = (seconds, film) => `${(100 * seconds) / film.duration_s}%`;

export class Timeline {
  constructor({ onscene, onseek }) {
    this.onscene = onscene;
    this.onseek = onseek;
    this.zoom = 1;
    this.head = h("div", { class: "head", hidden: true });
    this.line = h("div", { class: "line" });
    this.scroll = h("div", { class: "scroll" }, this.line);
    this.said = h("p", { class: "readout", "aria-live": "polite" });
    this.curve = h("select", { "aria-label": "Curve" });
    this.curve.addEventListener("change", () => this.paintCurve());
    this.element = h("section", { class: "timeline", "aria-label": "The film on one line" },
      h("div", { class: "bar" }, this.said, h("div", { class: "row" }, h("label", { class: "soft" }, "Curve ", this.curve),
        h("button", { class: "quiet", "aria-label": "Zoom out", onclick: () => this.setZoom(this.zoom / 2) }, "\u2212"),
        h("button", { class: "quiet", onclick: () => this.setZoom(1) }, "Fit"),
        h("button", { class: "quiet", "aria-label": "Zoom in", onclick: () => this.setZoom(this.zoom * 2) }, "+"))),
      this.scroll);
    this.scroll.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      this.setZoom(this.zoom * (event.deltaY < 0 ? 1.25 : 0.8));
    }, { passive: false });
    this.line.addEventListener("mouseover", (event) => this.tell(event.target.closest("[data-told]")));
    this.line.addEventListener("mouseleave", () => this.tell($(".scene.now", this.line)));
    new ResizeObserver(() => this.fit()).observe(this.scroll);
    this.line.addEventListener("focusin", (event) => this.tell(event.target.closest("[data-told]")));
  }

  tell(element) { if (element) this.said.textContent = element.dataset.told; }

  setZoom(zoom) {
    const middle = (this.scroll.scrollLeft + this.scroll.clientWidth / 2) / this.scroll.scrollWidth;
    this.zoom = clamp(zoom, 1, 32);
    this.line.style.width = `${100 * this.zoom}%`;
    this.scroll.scrollLeft = middle * this.scroll.scrollWidth - this.scroll.clientWidth / 2;
    this.thinTicks();
  }

  // A phone starts closer; one that is turned, or a window that is drawn wider, as well.
  fit() {
    const least = Math.max(Math.ceil(820 / Math.max(this.scroll.clientWidth || innerWidth, 1)), 1);
    if (this.zoom === (this.least ?? 1)) this.zoom = least;
    this.least = least;
    this.setZoom(this.zoom);
  }

  thinTicks() {
    const ticks = $$(".ticks span", this.line);
    const step = Math.max(Math.ceil((46 * ticks.length) / Math.max(this.line.clientWidth, 1)), 1);
    ticks.forEach((tick, at) => { tick.hidden = at % step !== 0; });
  }

  show(film) {
    const before = this.film;
    const focused = this.line.contains(document.activeElement) ? { ...document.activeElement.dataset } : null;
    this.film = film;
    if (!before || before.id !== film.id) {
      this.zoom = this.least = 1;
      fill(this.curve, film.curves.map((one) => h("option", { value: one.name }, one.name)));
      this.said.textContent = "";
    }
    this.area = svg("svg", { class: "curve", viewBox: "0 0 1000 100", preserveAspectRatio: "none", "aria-hidden": "true" });
    fill(this.line,
      h("div", { class: "ticks", "aria-hidden": "true" }, film.ticks.map(([left, text]) => h("span", { style: { left: `${left}%` } }, text))),
      h("div", { class: "scenes", role: "listbox", "aria-label": "Scenes", "aria-orientation": "horizontal" }, film.scenes.map((scene) => this.scene(scene))),
      h("div", { class: "curves", title: "Click to play from here" }, this.area),
      h("div", { class: "cues" }, film.silences.map((one) => this.silence(one)), film.cues.map((cue) => this.cue(cue))),
      this.head);
    $(".curves", this.line).addEventListener("click", (event) => this.onseek(clamp(event.offsetX / $(".curves", this.line).clientWidth, 0, 1) * film.duration_s));
    this.paintCurve();
    this.fit();
    this.outlines && this.drawOutlines(this.outlines);
    if (focused?.scene) this.focus(focused.scene);
    if (focused?.cue) $(`.cue[data-cue="${focused.cue}"]`, this.line)?.focus({ preventScroll: true });
  }

  scene(scene) {
    const told = `Scene ${scene.number} \u00b7 ${scene.heading} \u00b7 ${clock(scene.start_s)} \u00b7 ${scene.genre} \u00b7 ${scene.emotions.join(", ")}${scene.is_edited ? " \u00b7 edited by you" : ""}`;
    return h("button", { class: `scene${scene.is_edited ? " edited" : ""}`, role: "option", tabindex: "-1", "aria-selected": "false", "aria-label": told, "data-scene": scene.number, "data-told": told,
      style: { left: pc(scene.start_s, this.film), width: pc(scene.end_s - scene.start_s, this.film), "--mood": scene.colour, "--on": scene.ink }, onclick: () => this.onscene(scene.number) }, h("span", {}, scene.number));
  }

  silence(one) {
    const told = `Silence ${clock(one.start_s)} to ${clock(one.end_s)}: ${one.reason}`;
    return h("div", { class: "silence", "data-told": told, title: told, style: { left: pc(one.start_s, this.film), width: pc(one.end_s - one.start_s, this.film) } });
  }

  cue(cue) {
    const state = cue.take === null ? "not recorded yet" : cue.fits ? `take ${cue.take}` : "changed since its take";
    const told = `Cue ${cue.label} \u00b7 ${cue.title} \u00b7 ${clock(cue.start_s)} to ${clock(cue.end_s)} \u00b7 ${state}${cue.is_locked ? " \u00b7 locked" : ""}`;
    const kind = cue.take === null ? "bare" : cue.fits ? "" : "stale";
    return h("button", { class: `cue ${kind}${cue.is_locked ? " locked" : ""}`, "aria-label": told, "data-told": told, "data-cue": cue.uid, tabindex: "-1",
      style: { left: pc(cue.start_s, this.film), width: pc(cue.end_s - cue.start_s, this.film), "--mood": cue.colour }, onclick: () => this.onscene(cue.scenes[0], cue.uid) },
      h("span", { class: "name" }, cue.is_locked ? "\u25cf " : "", cue.label, cue.themes.length ? h("b", {}, ` ${cue.themes.join(" ")}`) : null));
  }

  paintCurve() {
    const curve = this.film.curves.find((one) => one.name === this.curve.value) ?? this.film.curves[0];
    if (!curve) return;
    fill(this.area, curve.zero !== null && svg("path", { class: "base", d: `M0 ${curve.zero}H1000` }), curve.between && svg("path", { class: "memory", d: curve.between }),
      svg("path", { class: "portrayed", d: curve.portrayed }), svg("path", { class: "felt", d: curve.felt }));
    this.area.parentElement.title = `${curve.name}, ${curve.meaning}: the line is what an audience feels, dotted is the scene alone. Click to play from here.`;
  }

  drawOutlines(outlines) {
    this.outlines = outlines;
    for (const button of $$(".cue", this.line)) {
      const levels = outlines[button.dataset.cue];
      if (!levels) continue;
      const path = levels.map((level, at) => `M${at}.5 ${(14 - Math.max(level ** 0.75 * 14, 0.5)).toFixed(1)}v${(2 * Math.max(level ** 0.75 * 14, 0.5)).toFixed(1)}`).join("");
      $("svg", button)?.remove();
      button.prepend(svg("svg", { viewBox: `0 0 ${levels.length} 28`, preserveAspectRatio: "none", "aria-hidden": "true" }, svg("path", { d: path })));
    }
  }

  select(number, cueUid) {
    for (const button of $$(".scene", this.line)) {
      const on = Number(button.dataset.scene) === number;
      button.setAttribute("aria-selected", String(on));
      button.classList.toggle("now", on);
      button.tabIndex = on ? 0 : -1;
      if (on) {
        this.reveal(button);
        this.tell(button);
      }
    }
    for (const button of $$(".cue", this.line)) button.classList.toggle("now", button.dataset.cue === cueUid);
  }

  focus(number) { $(`.scene[data-scene="${number}"]`, this.line)?.focus({ preventScroll: true }); }

  reveal(button) {
    const left = button.offsetLeft, right = left + button.offsetWidth;
    if (left < this.scroll.scrollLeft || right > this.scroll.scrollLeft + this.scroll.clientWidth) this.scroll.scrollLeft = left - this.scroll.clientWidth / 3;
  }

  playhead(seconds) {
    this.head.hidden = seconds === null;
    if (seconds !== null && this.film) this.head.style.left = pc(clamp(seconds, 0, this.film.duration_s), this.film);
  }
}

