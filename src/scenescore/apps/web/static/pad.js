// The mood pad: left dark, right bright, below still, above stirred. Pointer and arrow keys.

import { clamp, fill, h, signed } from "./dom.js";

export class Pad {
  constructor(onset) {
    this.onset = onset;
    this.dot = h("i", { class: "knob" });
    this.element = h("div", { class: "pad", id: "cue-pad", role: "application", tabindex: "0", "aria-roledescription": "mood pad" }, h("span", { class: "n" }, "stirred"), h("span", { class: "s" }, "still"), h("span", { class: "w" }, "dark"), h("span", { class: "e" }, "bright"), this.dot);
    this.said = h("p", { class: "soft numbers" });
    this.element.addEventListener("pointerdown", (event) => this.grab(event));
    this.element.addEventListener("keydown", (event) => this.steer(event));
    this.element.addEventListener("keyup", (event) => { if (event.key.startsWith("Arrow") && this.moved) this.settle(); });
    this.set(0, 0);
  }

  // A walk with the arrow keys is one decision, and whoever leaves before its end has decided.
  settle() {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.leave(), 450);
  }

  leave() {
    clearTimeout(this.settling);
    if (!this.moved) return;
    this.moved = false;
    this.onset(this.value());
  }

  // What others say of the mood does not push the hand of who is moving it.
  show(valence, arousal) { if (!this.moved) this.set(valence, arousal); }

  set(valence, arousal) {
    const round = (value) => Math.round(clamp(value, -1, 1) / 0.05) * 0.05;
    this.valence = round(valence);
    this.arousal = round(arousal);
    this.dot.style.left = `${(this.valence + 1) * 50}%`;
    this.dot.style.top = `${(1 - this.arousal) * 50}%`;
    const text = `valence ${signed(this.valence)}, arousal ${signed(this.arousal)}`;
    this.element.setAttribute("aria-label", `Mood: ${text}. Arrow keys move it.`);
    fill(this.said, text);
  }

  value() { return { valence: Number(this.valence.toFixed(2)), arousal: Number(this.arousal.toFixed(2)) }; }

  grab(event) {
    const go = (move) => {
      const box = this.element.getBoundingClientRect();
      this.set(((move.clientX - box.left) / box.width) * 2 - 1, 1 - ((move.clientY - box.top) / box.height) * 2);
    };
    this.moved = true;
    go(event);
    this.element.setPointerCapture(event.pointerId);
    this.element.onpointermove = go;
    this.element.onpointerup = () => { this.element.onpointermove = this.element.onpointerup = null; this.leave(); };
  }

  steer(event) {
    const moves = { ArrowLeft: [-0.05, 0], ArrowRight: [0.05, 0], ArrowUp: [0, 0.05], ArrowDown: [0, -0.05] };
    if (!(event.key in moves)) return;
    event.preventDefault();
    event.stopPropagation();
    this.moved = true;
    this.set(this.valence + moves[event.key][0], this.arousal + moves[event.key][1]);
  }
}
