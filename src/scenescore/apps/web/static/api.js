// Talks to /v1, and hears what changes there. Holds no state but the name of this page.

import { say, sentences } from "./dom.js";

const PAGE = (() => {
  // A reload keeps its name, so its jobs go on; a copied tab gets a name of its own.
  const kept = sessionStorage.getItem("scenescore-page");
  const name = kept && performance.getEntriesByType("navigation")[0]?.type !== "navigate" ? kept : crypto.getRandomValues(new Uint32Array(2)).join("");
  sessionStorage.setItem("scenescore-page", name);
  return name;
})();

export class Refused extends Error {
  constructor(status, told) {
    super(told.problem ?? `The server answered ${status}.`);
    this.status = status;
    this.hint = told.hint ?? "";
  }
}

export async function ask(path, { method = "GET", body, file } = {}) {
  const options = { method, headers: {} };
  if (body !== undefined) {
    options.body = JSON.stringify(body);
    options.headers["Content-Type"] = "application/json";
  }
  if (file) {
    options.body = new FormData();
    options.body.append("file", file);
  }
  let answer;
  try {
    answer = await fetch(`/v1/${path}`, options);
  } catch {
    throw new Refused(0, { problem: "Scenescore does not answer.", hint: "Is it still running? Nothing that was finished is lost." });
  }
  const told = answer.headers.get("content-type")?.includes("json") ? await answer.json() : {};
  if (!answer.ok) throw new Refused(answer.status, told);
  return told;
}

export const startJob = (wish, keep = false) => ask(keep ? "jobs" : `jobs?page=${PAGE}`, { method: "POST", body: wish });
export const stopJob = (id) => ask(`jobs/${id}`, { method: "DELETE" });
export const addFile = (file) => ask(`films?page=${PAGE}`, { method: "POST", file });
export const addExample = (name) => ask(`films/examples/${encodeURIComponent(name)}?page=${PAGE}`, { method: "POST" });
export const fetchFilm = (title) => ask(`films/imsdb?page=${PAGE}`, { method: "POST", body: { title } });
export const complain = (problem) => say(problem instanceof Refused ? sentences(problem.message, problem.hint) : String(problem), "bad");

// ------------------------------------------------------------------ what happens

const jobs = new Map();
const ears = { job: new Set(), film: new Set(), link: new Set() };
const UNFINISHED = new Set(["waiting", "running"]);

export const isRunning = (job) => UNFINISHED.has(job.state);
const rank = (job) => ["waiting", "running"].indexOf(job.state) + (isRunning(job) ? 0 : 3); // no job goes back
export const allJobs = () => [...jobs.values()];
export const jobOf = (id) => jobs.get(id);

export function hear(kind, ear) {
  ears[kind].add(ear);
  return () => ears[kind].delete(ear);
}

function tell(kind, what) {
  for (const ear of [...ears[kind]]) ear(what);
}

// Takes a job's newest state to heart and returns it; what a server says and what it answers may cross.
export function noteJob(job) {
  const known = jobs.get(job.id);
  if (known && rank(known) > rank(job)) return known; // an old word that came late
  jobs.set(job.id, job);
  tell("job", job);
  return job;
}

// Resolves with the job when it has ended, however it ended.
export function ended(id) {
  const now = jobs.get(id);
  if (now && !isRunning(now)) return Promise.resolve(now);
  return new Promise((resolve) => {
    const stop = hear("job", (job) => {
      if (job.id !== id || isRunning(job)) return;
      stop();
      resolve(job);
    });
  });
}

export function connect() {
  const stream = new EventSource(`/v1/events?page=${PAGE}`);
  stream.addEventListener("hello", (event) => {
    const known = JSON.parse(event.data).jobs;
    const names = new Set(known.map((job) => job.id));
    for (const job of jobs.values()) {
      if (isRunning(job) && !names.has(job.id)) noteJob({ ...job, state: "interrupted", problem: "Scenescore was restarted while this was being made.", hint: "What was finished is kept; ask again to go on." });
    }
    known.forEach(noteJob);
    tell("link", true);
  });
  stream.addEventListener("job", (event) => noteJob(JSON.parse(event.data).job));
  stream.addEventListener("film", (event) => tell("film", JSON.parse(event.data).film));
  stream.onerror = () => tell("link", false); // the browser tries again by itself
  addEventListener("pagehide", () => stream.close());
}
