// Light and dark, and the keys.

const root = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");

function remembered() {
  try { return localStorage.getItem("scenescore-theme"); } catch { return null; } // a page from disk may have no storage
}

function useTheme(name) {
  root.dataset.theme = name;
  try { localStorage.setItem("scenescore-theme", name); } catch { /* then it lasts as long as the page */ }
}

const keys = {
  " ": () => toggle(),
  ArrowLeft: () => moveBy(-5),
  ArrowRight: () => moveBy(5),
  j: () => step(1),
  k: () => step(-1),
  "/": () => form.elements.text.focus(),
  "+": () => line && setZoom(zoom * 1.6),
  "-": () => line && setZoom(zoom / 1.6),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in keys)) return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) return;
  if (event.key === " " && (!sound || event.target.closest("button, a, summary"))) return;
  if (event.key.startsWith("Arrow") && (!sound || now.kind === null)) return;
  event.preventDefault();
  keys[event.key]();
});

if (remembered()) root.dataset.theme = remembered();
document.getElementById("theme").addEventListener("click", () => {
  const shown = root.dataset.theme ?? (dark.matches ? "dark" : "light");
  useTheme(shown === "dark" ? "light" : "dark");
});
