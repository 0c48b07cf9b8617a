// A list one can search: a text field, a list below it, colours beside the entries. ARIA combobox.

import { fill, h } from "./dom.js";

let count = 0;

export class Chooser {
  // entries: [{ value, text, more, colour }]
  constructor({ label, onchoose, empty = "Nothing fits." }) {
    const id = `choose-${++count}`;
    this.entries = [];
    this.value = null;
    this.onchoose = onchoose;
    this.emptyText = empty;
    this.list = h("ul", { id: `${id}-list`, role: "listbox", "aria-label": label, hidden: true });
    this.input = h("input", { id, type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-expanded": "false", "aria-controls": `${id}-list`, "aria-autocomplete": "list" });
    this.dot = h("i", { class: "dot", "aria-hidden": "true" });
    this.element = h("div", { class: "choose" }, h("label", { for: id }, label), h("div", { class: "choose-field" }, this.dot, this.input, h("span", { class: "arrow", "aria-hidden": "true" }, "\u25be")), this.list);
    this.input.addEventListener("focus", () => this.input.select());
    this.input.addEventListener("click", () => this.open());
    this.input.addEventListener("input", () => this.open(this.input.value));
    this.input.addEventListener("blur", () => setTimeout(() => this.close(), 120));
    this.input.addEventListener("keydown", (event) => this.key(event));
  }

  set(entries, value) {
    this.entries = entries;
    const has = entries.some((entry) => entry.value === value);
    this.value = has ? value : entries[0]?.value ?? null;
    this.input.disabled = entries.length === 0;
    if (this.list.hidden) this.rest();
    else this.open(this.typed); // news of the library takes nobody's words away
  }

  current() { return this.entries.find((entry) => entry.value === this.value) ?? null; }

  rest() {
    const entry = this.current();
    this.input.value = entry ? entry.text : "";
    this.dot.style.background = entry?.colour ?? "transparent";
    this.dot.hidden = !entry?.colour;
  }

  open(text = "") {
    this.typed = text;
    const words = text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    const begins = (entry, word) => ` ${entry.text} ${entry.more ?? ""}`.toLowerCase().split(/[^\p{L}\p{N}]+/u).some((one) => one.startsWith(word));
    this.shown = this.entries.filter((entry) => words.every((word) => begins(entry, word)));
    this.marked = Math.max(this.shown.findIndex((entry) => entry.value === this.value), 0);
    fill(this.list, this.shown.length ? this.shown.map((entry, index) => this.option(entry, index)) : h("li", { class: "none" }, this.emptyText));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.mark(this.marked);
  }

  option(entry, index) {
    return h("li", { role: "option", id: `${this.list.id}-${index}`, "aria-selected": String(entry.value === this.value), onpointerdown: (event) => { event.preventDefault(); this.take(entry); } },
      entry.colour && h("i", { class: "dot", style: { background: entry.colour } }),
      h("span", { class: "entry" }, h("b", {}, entry.text), entry.more && h("small", {}, entry.more)));
  }

  mark(index) {
    if (!this.shown?.length) return;
    this.marked = (index + this.shown.length) % this.shown.length;
    [...this.list.children].forEach((item, at) => item.classList.toggle("marked", at === this.marked));
    const item = this.list.children[this.marked];
    this.input.setAttribute("aria-activedescendant", item.id);
    if (item.offsetTop < this.list.scrollTop) this.list.scrollTop = item.offsetTop;
    else if (item.offsetTop + item.offsetHeight > this.list.scrollTop + this.list.clientHeight) this.list.scrollTop = item.offsetTop + item.offsetHeight - this.list.clientHeight;
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.rest();
  }

  take(entry) {
    const changed = entry.value !== this.value;
    this.value = entry.value;
    this.close();
    if (changed) this.onchoose?.(entry.value);
  }

  key(event) {
    const isOpen = !this.list.hidden;
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    if (event.key in moves) {
      if (!isOpen) this.open();
      else this.mark(this.marked + moves[event.key]);
    } else if (event.key === "Enter" && isOpen) {
      if (this.shown[this.marked]) this.take(this.shown[this.marked]);
    } else if (event.key === "Escape" && isOpen) this.close();
    else return;
    event.preventDefault();
  }
}
