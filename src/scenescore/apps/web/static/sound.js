// One <audio> for the whole page, so that only one thing sounds; and the player drawn around it.

import { ask } from "./api.js";
import { clamp, clock, fill, h, icon, svg } from "./dom.js";

export const audio = new Audio();
audio.id = "sound";
audio.preload = "metadata";
let owner = null;

// Plays an address for someone; whoever played before is told.
export function play(who, address, at = 0, volume = 1) {
  const before = owner;
  owner = who;
  if (before && before !== who) before.paint?.();
  audio.volume = clamp(volume, 0, 1);
  if (audio.getAttribute("src") !== address) {
    audio.setAttribute("src", address);
    audio.addEventListener("loadedmetadata", () => { if (at > 0) audio.currentTime = at; }, { once: true });
  } else if (Math.abs(audio.currentTime - at) > 0.05) audio.currentTime = at;
  audio.play().catch(() => {}); // what went wrong arrives as an "error" event
}

export const isPlaying = (who) => owner === who && !audio.paused;
export const isOwner = (who) => owner === who;
export const release = (who) => { if (owner === who) { audio.pause(); owner = null; } };

for (const name of ["play", "pause", "ended", "seeked", "timeupdate", "error", "loadedmetadata"]) {
  audio.addEventListener(name, () => owner?.paint?.(name));
}
(function tick() {
  if (owner && !audio.paused) owner.paint?.("tick");
  requestAnimationFrame(tick);
})();

const drawn = (levels, height) => levels.map((level, index) => {
  const reach = Math.max(level ** 0.75 * height / 2, 0.7);
  return `M${index}.5 ${(height / 2 - reach).toFixed(1)}v${(2 * reach).toFixed(1)}`;
}).join("");

// A player: button, waveform to click and steer, time, captions. `piece` may change.
export class Player {
  constructor({ label = "the music", tall = 64, empty = "" } = {}) {
    this.emptyText = empty;
    this.tall = tall;
    this.piece = null;
    this.at = 0;
    this.button = h("button", { class: "round", "aria-label": `Play ${label}`, onclick: () => this.toggle() }, icon("play"));
    this.played = svg("rect", { x: 0, y: 0, width: 0, height: tall, class: "played-clip" });
    this.wave = h("div", { class: "wave", role: "slider", tabindex: "0", "aria-label": `Position in ${label}`, "aria-valuemin": "0", "aria-valuemax": "0", "aria-valuenow": "0" });
    this.time = h("span", { class: "time" }, "0:00 / 0:00");
    this.caption = h("p", { class: "caption", "aria-live": "off" });
    this.trouble = h("p", { class: "trouble", role: "alert" });
    this.name = label;
    this.element = h("div", { class: "player" }, this.button, this.wave, this.time, this.caption, this.trouble);
    this.wave.addEventListener("pointerdown", (event) => this.grab(event));
    this.wave.addEventListener("keydown", (event) => this.steer(event));
    this.show(null);
  }

  // { address, outline (path under /v1), duration, colour, captions, volume, marks: [[part, text]] }
  show(piece, { autoplay = false, keepPlace = false } = {}) {
    const wasPlaying = isPlaying(this);
    const at = keepPlace ? this.now() : 0;
    this.piece = piece;
    this.at = at;
    fill(this.trouble);
    this.element.classList.toggle("empty", !piece);
    this.button.disabled = !piece;
    this.element.style.setProperty("--mood", piece?.colour ?? "var(--faint)");
    fill(this.wave, svg("svg", { viewBox: `0 0 300 ${this.tall}`, preserveAspectRatio: "none", "aria-hidden": "true" }));
    if (piece) this.draw(piece);
    if (piece && (autoplay || wasPlaying)) play(this, piece.address, at, piece.volume ?? 1);
    else if (isOwner(this)) release(this);
    this.paint();
  }

  async draw(piece) {
    let levels;
    try {
      levels = await ask(piece.outline);
    } catch {
      levels = [];
    }
    if (this.piece !== piece) return;
    const clip = `clip-${Math.random().toString(36).slice(2)}`;
    const path = drawn(levels, this.tall);
    this.played = svg("rect", { x: 0, y: 0, width: 0, height: this.tall });
    const marks = (piece.marks ?? []).map(([part, text]) => svg("line", { x1: part * 300, x2: part * 300, y1: 0, y2: this.tall, class: "mark" }, svg("title", {}, text)));
    fill(this.wave, svg("svg", { viewBox: `0 0 ${levels.length || 300} ${this.tall}`, preserveAspectRatio: "none", "aria-hidden": "true" },
      svg("clipPath", { id: clip }, this.played),
      svg("path", { d: path, class: "bars" }), svg("path", { d: path, class: "bars on", "clip-path": `url(#${clip})` }), marks));
    this.bins = levels.length || 300;
    this.paint();
  }

  now() { return isOwner(this) ? audio.currentTime : this.at; }
  length() { return (isOwner(this) && Number.isFinite(audio.duration) && audio.duration) || this.piece?.duration || 0; }

  toggle() {
    if (!this.piece) return;
    if (isPlaying(this)) { this.at = audio.currentTime; audio.pause(); }
    else play(this, this.piece.address, this.now() >= this.length() - 0.05 ? 0 : this.now(), this.piece.volume ?? 1);
  }

  seek(seconds) {
    if (!this.piece) return;
    this.at = clamp(seconds, 0, Math.max(this.length() - 0.05, 0));
    if (isOwner(this)) audio.currentTime = this.at;
    this.paint();
  }

  grab(event) {
    if (!this.piece || event.button !== 0) return;
    const go = (move) => {
      const box = this.wave.getBoundingClientRect();
      this.seek(clamp((move.clientX - box.left) / box.width, 0, 1) * this.length());
    };
    go(event);
    if (!isPlaying(this)) play(this, this.piece.address, this.at, this.piece.volume ?? 1);
    this.wave.setPointerCapture(event.pointerId);
    this.wave.onpointermove = go;
    this.wave.onpointerup = () => { this.wave.onpointermove = null; };
  }

  steer(event) {
    const steps = { ArrowLeft: -5, ArrowRight: 5, PageDown: -20, PageUp: 20 };
    if (event.key in steps) this.seek(this.now() + steps[event.key]);
    else if (event.key === "Home") this.seek(0);
    else if (event.key === " " || event.key === "Enter") this.toggle();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  paint(why) {
    const on = isPlaying(this), length = this.length(), now = this.piece ? this.now() : 0;
    if (isOwner(this) && why === "timeupdate") this.at = audio.currentTime;
    if (why === "error" && isOwner(this)) fill(this.trouble, "This recording cannot be played: it is missing, or Scenescore does not answer.");
    if (this.button.dataset.on !== String(on)) {
      this.button.dataset.on = String(on);
      this.button.setAttribute("aria-label", `${on ? "Pause" : "Play"} ${this.name}`);
      fill(this.button, icon(on ? "pause" : "play"));
    }
    this.played?.setAttribute("width", String((length ? now / length : 0) * (this.bins ?? 300)));
    this.time.textContent = `${clock(now)} / ${clock(length)}`;
    this.wave.setAttribute("aria-valuemax", length.toFixed(1));
    this.wave.setAttribute("aria-valuenow", now.toFixed(1));
    this.wave.setAttribute("aria-valuetext", `${clock(now)} of ${clock(length)}`);
    const said = (this.piece?.captions ?? []).filter((one) => now >= one.start_s - 0.01 && now < one.end_s);
    const text = this.piece ? said.map((one) => one.text).join(" \u00b7 ") : this.emptyText;
    if (this.caption.textContent !== text) this.caption.textContent = text;
    this.onpaint?.(now, length, on);
  }
}
