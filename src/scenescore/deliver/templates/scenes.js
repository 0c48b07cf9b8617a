// Which scenes are shown: by words, by music or silence, by theme, by person.

const form = document.getElementById("filter");
const cards = new Map(all(".scene").map((card) => [Number(card.dataset.scene), card]));
const words = new Map();

function wordsOf(scene) {
  if (!words.has(scene.number)) words.set(scene.number, cards.get(scene.number).textContent.toLowerCase());
  return words.get(scene.number);
}

function fits(scene, wish) {
  if (wish.music === "music" && !scene.music) return false;
  if (wish.music === "silent" && scene.music) return false;
  if (wish.theme && !scene.themes.includes(wish.theme)) return false;
  if (wish.person && !scene.people.includes(wish.person)) return false;
  return wish.text.toLowerCase().split(/\s+/).every((word) => wordsOf(scene).includes(word));
}

function filter() {
  const wish = { text: "", ...Object.fromEntries(new FormData(form)) };
  const plain = !wish.text.trim() && wish.music === "all" && !wish.theme && !wish.person;
  let shown = 0;
  for (const scene of film.scenes) {
    const keep = plain || fits(scene, { ...wish, text: wish.text.trim() });
    shown += keep;
    cards.get(scene.number).hidden = !keep;
    document.querySelector(`.blocks [data-scene="${scene.number}"]`)?.classList.toggle("dim", !keep);
  }
  document.getElementById("shown").textContent = plain ? "" : `${shown} of ${film.scenes.length}`;
  document.getElementById("none").hidden = shown > 0 || !film.scenes.length;
  form.querySelector("[type=reset]").hidden = plain;
}

function showAll() {
  form.reset();
  filter();
}

// A link into the page must never lead to something the filter hides.
function reveal() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target?.closest("[hidden]")) {
    showAll();
    target.scrollIntoView();
  }
  target?.focus({ preventScroll: true });
}

function step(by) {
  const shown = film.scenes.map((scene) => cards.get(scene.number)).filter((card) => !card.hidden);
  const at = shown.findLastIndex((card) => card.getBoundingClientRect().top < 120);
  const next = shown[clamp(at + by, 0, shown.length - 1)];
  next?.scrollIntoView();
  next?.focus({ preventScroll: true });
}

form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(filter));
document.getElementById("all").addEventListener("click", showAll);
window.addEventListener("hashchange", reveal);
