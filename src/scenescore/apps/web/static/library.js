// The library: which film, adding one by a drop of a file, what works just now.

import { addExample, addFile, allJobs, ask, complain, ended, fetchFilm, hear, isRunning, noteJob, stopJob } from "./api.js";
import { Chooser } from "./choose.js";
import { $, fill, h, icon, say, sentences } from "./dom.js";
import { go, place, watch } from "./place.js";

const ears = new Set();
let known = { films: [], examples: [] };
let isLoaded = false;

export const library = () => known;
export const isLibraryLoaded = () => isLoaded;
export const hearLibrary = (ear) => ears.add(ear);

export async function reload() {
  known = await ask("films");
  isLoaded = true;
  for (const ear of [...ears]) ear(known);
}

export async function add(asking, name) {
  try {
    const job = await asking;
    noteJob(job);
    say(`Reading ${name}.`);
    const done = await ended(job.id);
    if (done.state !== "done") return say(`${name}: ${sentences(done.problem || "Stopped.", done.hint)}`, "bad");
    await reload();
    go({ film: done.result.film, scene: null });
    say(`${name} is in the library.`);
  } catch (problem) {
    complain(problem);
  }
}

const files = (event) => [...(event.dataTransfer?.files ?? event.target.files ?? [])];

// A title on IMSDb; shown only where whoever started the server allows it.
function fetcher() {
  const title = h("input", { type: "text", placeholder: "Title on IMSDb", "aria-label": "Title on IMSDb", autocomplete: "off" });
  const submit = (event) => {
    event.preventDefault();
    if (title.value.trim()) add(fetchFilm(title.value.trim()), title.value.trim());
    title.value = "";
  };
  return h("form", { class: "row fetch", onsubmit: submit }, title, h("button", { class: "quiet" }, "Fetch"));
}

// What an empty library shows, in every tab.
export function invitation() {
  const pick = h("input", { type: "file", hidden: true, onchange: (event) => files(event).forEach((file) => add(addFile(file), file.name)) });
  return h("div", { class: "invite" },
    h("h2", {}, "Which film?"),
    h("p", {}, "Drop a screenplay anywhere on this page: Fountain, Final Draft, PDF, an IMSDb page or plain text. It stays on this machine."),
    h("p", { class: "row" }, h("button", { class: "primary", onclick: () => pick.click() }, "Choose a file\u2026"), pick,
      known.examples.map((name) => h("button", { class: "quiet", onclick: () => add(addExample(name), name) }, `Add the example \u201c${name.replaceAll("-", " ")}\u201d`))),
    known.allows_imsdb ? fetcher() : null);
}

function worksBox(list) {
  const running = allJobs().filter(isRunning);
  const label = running.length ? `${running.length} at work` : "Idle";
  const items = running.map((job) => h("li", {}, h("span", {}, `${["add", "fetch"].includes(job.kind) ? "Reading" : job.kind}: ${job.film} ${job.label}`), h("span", { class: "soft" }, job.state === "waiting" ? "waiting" : `${Math.round(job.part * 100)} %`),
    h("button", { class: "link", "aria-label": `Stop ${job.kind} ${job.label}`, onclick: () => stopJob(job.id).catch(complain) }, "Stop")));
  list.open &&= items.length > 0;
  const summary = $("summary", list);
  summary.textContent = label;
  summary.classList.toggle("busy", running.length > 0);
  fill($("ul", list), items.length ? items : h("li", { class: "soft" }, "Nothing is being made."));
}

function switchTheme() {
  const next = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  document.body.classList.toggle("dark", next === "dark");
  localStorage.setItem("scenescore-theme", next);
}

function dropAnywhere() {
  const veil = h("div", { class: "ss veil", hidden: true }, h("p", {}, "Let go to add the script"));
  document.body.append(veil);
  let depth = 0;
  addEventListener("dragenter", (event) => { if ([...event.dataTransfer.types].includes("Files")) { depth += 1; veil.hidden = false; } });
  addEventListener("dragleave", () => { depth = Math.max(depth - 1, 0); veil.hidden = depth === 0; });
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    depth = 0;
    veil.hidden = true;
    files(event).forEach((file) => add(addFile(file), file.name));
  });
}

export function makeLibrary(root) {
  const film = new Chooser({ label: "Film", onchoose: (value) => go({ film: value, scene: null }) });
  const pick = h("input", { type: "file", id: "add-file", class: "hidden", "aria-label": "Add a script", onchange: (event) => { files(event).forEach((file) => add(addFile(file), file.name)); event.target.value = ""; } });
  const fetching = h("div", {});
  const works = h("details", { class: "works" }, h("summary", {}, "Idle"), h("ul", {}));
  fill(root, h("header", { class: "top" }, h("h1", {}, "Scenescore"), film.element,
    h("label", { class: "button quiet", for: "add-file" }, "Add a script"), pick, fetching, works,
    h("button", { class: "round small", "aria-label": "Dark or light", title: "Dark or light", onclick: switchTheme }, icon("moon"))));
  const paint = () => {
    film.set(known.films.map((one) => ({ value: one.id, text: one.title, more: one.problem ?? `${one.scenes} scenes, ${one.recorded} of ${one.cues} cues recorded` })), place().film);
    fill(fetching, known.allows_imsdb && known.films.length ? fetcher() : null);
    film.element.hidden = known.films.length === 0 || (place().tab ?? "quick") === "quick"; // Quick has its own
    if (known.films.length && film.value !== place().film) go({ film: film.value });
  };
  hearLibrary(paint);
  watch((now, before) => { if (now.film !== before.film || now.tab !== before.tab) paint(); });
  hear("job", (job) => {
    worksBox(works);
    if (!isRunning(job) && ["add", "fetch", "score"].includes(job.kind)) reload().catch(complain);
  });
  hear("link", (isUp) => { if (isUp) reload().catch(complain); });
  worksBox(works);
  dropAnywhere();
}
