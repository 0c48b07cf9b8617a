// A job while it is under way, and what became of it when it failed. Updates in place.

import { complain, isRunning, stopJob } from "./api.js";
import { fill, h, sentences, span } from "./dom.js";

const DOING = { add: "Reading", fetch: "Fetching", quick: "Generating", take: "Recording a take for", score: "Scoring", mix: "Mixing", export: "Exporting" };
const STAGES = [["reading", "Reading"], ["understanding", "Understanding"], ["spotting", "Spotting"], ["shaping", "Shaping"], ["composing", "Composing"], ["playing", "Playing"], ["record", "Recording"], ["mixing", "Mixing"], ["measuring", "Measuring"], ["writing", "Writing"], ["waveform", "Drawing waveforms"], ["stopping", "Stopping"]];

const stage = (text) => STAGES.find(([word]) => text.startsWith(word))?.[1] ?? (text ? text[0].toUpperCase() + text.slice(1) : "Starting");

export class Progress {
  constructor(onend) {
    this.onend = onend;
    this.what = h("span", { class: "what" });
    this.left = h("span", { class: "left" });
    this.bar = h("i", {});
    this.track = h("div", { class: "bar", role: "progressbar", "aria-valuemin": "0", "aria-valuemax": "100" }, this.bar);
    this.stop = h("button", { class: "quiet", onclick: () => this.cancel() }, "Cancel");
    this.element = h("div", { class: "progress", hidden: true });
  }

  cancel() {
    this.stop.disabled = true;
    stopJob(this.id).catch((problem) => {
      this.stop.disabled = false; // whoever was not heard may ask again
      complain(problem);
    });
  }

  show(job) {
    this.element.hidden = !job;
    this.element.className = `progress ${job?.state ?? ""}`;
    if (!job) return;
    if (this.id !== job.id) this.stop.disabled = false;
    this.id = job.id;
    if (isRunning(job)) this.running(job);
    else this.over(job);
  }

  running(job) {
    const percent = Math.round(job.part * 100);
    const title = `${DOING[job.kind]} ${job.label}`;
    this.what.textContent = job.state === "waiting" ? (job.waits_behind ? `Waiting behind ${job.waits_behind} other${job.waits_behind > 1 ? "s" : ""}` : "Waiting for its turn") : stage(job.text);
    this.left.textContent = job.left_s === null ? (job.state === "running" ? `${percent} %` : "") : `${percent} % \u00b7 about ${span(Math.max(job.left_s, 1))} left`;
    this.bar.style.width = `${percent}%`;
    this.track.setAttribute("aria-valuenow", percent);
    this.track.setAttribute("aria-label", title);
    if (this.element.firstChild !== this.what) fill(this.element, this.what, this.left, this.track, this.stop);
  }

  over(job) {
    if (job.state === "failed" || job.state === "interrupted") {
      fill(this.element, h("p", { role: "alert" }, h("b", {}, sentences(job.problem || "This did not work.")), " ", sentences(job.hint)));
    } else if (job.state === "cancelled") {
      fill(this.element, h("p", {}, "Stopped. What was finished is kept."));
    } else this.element.hidden = true;
    this.onend?.(job);
  }
}
