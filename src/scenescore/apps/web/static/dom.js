// Small tools every part uses. Text from outside only ever becomes text, never markup.

export const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

function build(element, given) {
  for (const [name, value] of Object.entries(given ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "style") for (const [key, part] of Object.entries(value)) element.style.setProperty(key, part);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
}

// h("button", { class: "primary", onclick: go }, "Generate")
export function h(name, given, ...children) {
  const element = document.createElement(name);
  element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  build(element, given); // last, so that a select finds the option its value names
  return element;
}

export function svg(name, given, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  build(element, given);
  element.append(...children.flat(3).filter(Boolean));
  return element;
}

export function fill(place, ...children) {
  place.replaceChildren(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return place;
}

export function clock(seconds) {
  const whole = Math.floor((seconds || 0) + 0.001);
  const rest = String(whole % 60).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
}

export function span(seconds) {
  const whole = Math.max(Math.round(seconds), 0);
  if (whole < 60) return `${whole} s`;
  const minutes = whole < 600 ? Math.floor(whole / 60) : Math.round(whole / 60);
  if (minutes < 10) return `${minutes} min ${whole % 60} s`;
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export const some = (count, what) => `${count} ${what}${count === 1 ? "" : "s"}`;

// What went wrong and what to do, as sentences.
export const sentences = (...parts) => parts.filter(Boolean).map((one) => (/[.!?\u2026]$/.test(one) ? one : `${one}.`)).map((one) => one[0].toUpperCase() + one.slice(1)).join(" ");

export const signed = (value) => (value > 0 ? "+" : value < 0 ? "\u2212" : "") + Math.abs(value).toFixed(2);

export const lufs = (value) => (value === null || value === undefined ? null : `${value.toFixed(1).replace("-", "\u2212")} LUFS`);

const ICONS = {
  play: "M8 5v14l11-7z",
  pause: "M7 5h4v14H7zM13 5h4v14h-4z",
  lock: "M7 10V7a5 5 0 0 1 10 0v3h1a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1zm2 0h6V7a3 3 0 0 0-6 0z",
  undo: "M9 5 4 10l5 5v-3h5a4 4 0 0 1 0 8h-3v2h3a6 6 0 0 0 0-12H9z",
  moon: "M12 3a9 9 0 1 0 9 9 7 7 0 0 1-9-9z",
};

export const icon = (name) => svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true", class: "icon" }, svg("path", { d: ICONS[name] }));

// The same words after each other are said once; screen readers hear them.
export function say(text, kind = "") {
  const place = document.getElementById("ss-said");
  if (!place) return;
  fill(place, text ? h("p", { class: `said ${kind}` }, h("span", {}, text), h("button", { class: "link", onclick: () => say("") }, "Close")) : null);
  clearTimeout(say.timer);
  if (text && kind !== "bad") say.timer = setTimeout(() => say(""), 6000);
}
