// The library: which film, adding one by a drop of a file, what works just now.

import { addExample, addFile, allJobs, ask, complain, ended, fetchFilm, hear, isRunning, noteJob, stopJob } from "./api.js";
import { Chooser } from "./choose.js";
import { $, fill, h, icon, say, sentences, some } from "./dom.js";
import { go, place, watch } from "./place.js";

const ears = new Set();
let known = { films: [], examples: [], upload_mb: Infinity };
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
    const { film } = done.result;
    go({ film, scene: null });
    say(`${known.films.find((one) => one.id === film)?.title ?? name} is in the library.`);
  } catch (problem) {
    complain(problem);
  }
}

// Adds what was dropped or chosen; what the server would refuse for its size is not sent at all.
function addFiles(event) {
  for (const file of event.dataTransfer?.files ?? event.target.files ?? []) {
    if (file.size > known.upload_mb * 1e6) say(`${file.name}: That is more than ${known.upload_mb} MB, the most this page takes.`, "bad");
    else add(addFile(file), file.name);
  }
}

const addOne = (name) => h("button", { class: "quiet", type: "button", onclick: () => add(addExample(name), name.replaceAll("-", " ")) }, `Add the example \u201c${name.replaceAll("-", " ")}\u201d`);

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
  const pick = h("input", { type: "file", multiple: true, hidden: true, onchange: addFiles });
  return h("div", { class: "invite" },
    h("h2", {}, "Which film?"),
    h("p", {}, "Drop a screenplay anywhere on this page: Fountain, Final Draft, PDF, an IMSDb page or plain text. It stays on this machine."),
    h("p", { class: "row" }, h("button", { class: "primary", onclick: () => pick.click() }, "Choose a file\u2026"), pick, known.examples.map(addOne)),
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
    addFiles(event);
  });
}

export function makeLibrary(root) {
  const film = new Chooser({ label: "Film", onchoose: (value) => go({ film: value, scene: null }) });
  const pick = h("input", { type: "file", multiple: true, id: "add-file", class: "hidden", tabindex: "-1", "aria-label": "Script files", onchange: (event) => { addFiles(event); event.target.value = ""; } });
  const more = h("div", {});
  const adder = h("details", { class: "menu adder" }, h("summary", { class: "button quiet" }, "Add a film"), h("div", {}, h("p", {}, "Drop a script anywhere on this page, or"), h("button", { class: "primary", type: "button", onclick: () => pick.click() }, "Choose a file\u2026"), more));
  addEventListener("click", (event) => { if (event.target.closest(".adder button") || !adder.contains(event.target)) adder.open = false; });
  const works = h("details", { class: "works" }, h("summary", {}, "Idle"), h("ul", {}));
  fill(root, h("header", { class: "top" }, h("h1", {}, "Scenescore"), film.element,
    adder, pick, works,
    h("button", { class: "round small", "aria-label": "Dark or light", title: "Dark or light", onclick: switchTheme }, icon("moon"))));
  const paint = () => {
    film.set(known.films.map((one) => ({ value: one.id, text: one.title, more: one.problem ?? `${some(one.scenes, "scene")}, ${one.recorded} of ${some(one.cues, "cue")} recorded` })), place().film);
    fill(more, known.examples.map(addOne), known.allows_imsdb ? fetcher() : null);
    film.element.hidden = known.films.length === 0 || place().tab !== "desk"; // Quick has its own, Corpus shows all
    if (known.films.length && film.value !== place().film) go({ film: film.value });
  };
  hearLibrary(paint);
  watch((now, before) => { if (now.film !== before.film || now.tab !== before.tab) paint(); });
  hear("job", (job) => {
    worksBox(works);
    if (!isRunning(job) && ["add", "fetch", "score"].includes(job.kind)) reload().catch(complain);
  });
  let wasLost = false;
  hear("link", (isUp) => {
    if (isUp && wasLost) reload().catch(complain);
    wasLost = !isUp;
  });
  worksBox(works);
  reload().catch(complain); // now: the first word of the server may have come before this was drawn
  dropAnywhere();
}
