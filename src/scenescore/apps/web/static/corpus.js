// All films of the library beside each other: counts, clouds and bars, arcs.

import { ask, complain } from "./api.js";
import { fill, h, span, svg, some } from "./dom.js";
import { hearLibrary, invitation } from "./library.js";
import { go, place, watch } from "./place.js";

const MOODS = { any: ["any mood", () => true], dark: ["mostly dark", (film) => mean(film, 3) < -0.05], bright: ["mostly bright", (film) => mean(film, 3) > 0.05], still: ["mostly still", (film) => mean(film, 4) < -0.05], stirred: ["mostly stirred", (film) => mean(film, 4) > 0.05], tense: ["tense", (film) => mean(film, 5) > 0.35] };

function mean(film, at) {
  const total = film.arc.reduce((sum, one) => sum + one[1] - one[0], 0) || 1;
  return film.arc.reduce((sum, one) => sum + one[at] * (one[1] - one[0]), 0) / total;
}

class Corpus {
  constructor(root) {
    this.root = root;
    this.genre = h("select", { id: "corpus-genre", onchange: () => this.paint() });
    this.mood = h("select", { id: "corpus-mood", onchange: () => this.paint() }, Object.entries(MOODS).map(([name, [label]]) => h("option", { value: name }, label)));
    this.find = h("input", { type: "search", id: "corpus-find", placeholder: "any", oninput: () => this.paint() });
    this.body = h("div", {});
    fill(root, h("div", { class: "corpus" },
      h("div", { class: "bar filters" }, h("label", { for: "corpus-genre" }, "Film genre ", this.genre), h("label", { for: "corpus-mood" }, "Mood ", this.mood), h("label", { for: "corpus-find" }, "Title ", this.find)), this.body));
    hearLibrary(() => { if (place().tab === "corpus") this.load(); });
    watch((now, before) => { if (now.tab === "corpus" && before.tab !== "corpus") this.load(); });
    if (place().tab === "corpus") this.load();
  }

  async load() {
    try {
      this.told = await ask("corpus");
      const known = this.genre.value;
      const genres = [...new Set(this.told.films.flatMap((film) => film.film_genres ?? []))].sort();
      fill(this.genre, h("option", { value: "" }, "any"), genres.map((name) => h("option", { value: name }, name)));
      this.genre.value = genres.includes(known) ? known : "";
      this.paint();
    } catch (problem) { complain(problem); }
  }

  paint() {
    const all = this.told.films.filter((film) => !film.problem);
    const wanted = this.find.value.toLowerCase();
    const films = all.filter((film) => (!this.genre.value || film.film_genres.includes(this.genre.value)) && MOODS[this.mood.value][1](film) && film.title.toLowerCase().includes(wanted));
    const broken = this.told.films.filter((film) => film.problem).map((film) => h("p", { class: "remark" }, `${film.title}: ${film.problem}`));
    if (!all.length) return fill(this.body, invitation(), broken);
    if (!films.length) return fill(this.body, h("p", { class: "hint" }, "No film fits. Choose another genre or mood."), broken);
    fill(this.body, this.figures(films), this.arcs(films), h("div", { class: "clouds" }, this.cloud("genres", "Score genres", films), this.cloud("emotions", "Emotions", films)), broken);
  }

  figures(films) {
    const sum = (name) => films.reduce((total, film) => total + film[name], 0);
    const figure = (value, label) => h("div", {}, h("b", {}, value), " ", label);
    return h("div", { class: "figures" }, figure(films.length, films.length === 1 ? "film" : "films"), figure(sum("scenes"), "scenes"), figure(sum("cues"), "cues"), figure(span(sum("music_s")), "of music"), figure(span(sum("duration_s")), "of film"));
  }

  arcs(films) {
    return h("section", { "aria-label": "Arcs" }, h("h2", {}, "Arcs"), h("p", { class: "soft" }, "Each film from its first scene to its last: colour is the mood an audience feels, the line is how dark or bright it is."),
      h("ul", { class: "arcs" }, films.map((film) => h("li", {}, h("button", { class: "link name", onclick: () => go({ film: film.id, scene: null, tab: "desk" }) }, film.title),
        h("span", { class: "soft" }, `${some(film.scenes, "scene")} \u00b7 ${some(film.cues, "cue")} \u00b7 ${span(film.duration_s)}${film.film_genres.length ? ` \u00b7 ${film.film_genres.join(", ")}` : ""}`), this.arc(film)))));
  }

  arc(film) {
    const length = film.duration_s || 1;
    const points = film.arc.map((one) => `${(((one[0] + one[1]) / 2 / length) * 1000).toFixed(1)},${(30 - one[3] * 26).toFixed(1)}`).join(" ");
    return svg("svg", { viewBox: "0 0 1000 60", preserveAspectRatio: "none", role: "img", "aria-label": `Moods of ${film.title} from beginning to end` },
      film.arc.map((one) => svg("rect", { x: (one[0] / length) * 1000, width: Math.max(((one[1] - one[0]) / length) * 1000, 0.8), y: 0, height: 60, fill: one[2] })), svg("polyline", { points, class: "arc-line" }));
  }

  cloud(name, title, films) {
    const counts = new Map();
    for (const film of films) for (const [word, count] of film[name]) counts.set(word, (counts.get(word) ?? 0) + count);
    const rows = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, 14);
    const query = this.genre.value ? `?film_genre=${encodeURIComponent(this.genre.value)}` : "";
    const isWhole = films.length === this.told.films.filter((film) => !film.problem && (!this.genre.value || film.film_genres.includes(this.genre.value))).length;
    const picture = this.told.clouds_lack ? h("p", { class: "remark" }, this.told.clouds_lack)
      : isWhole ? h("a", { href: `/v1/corpus/${name}-cloud.png${query}`, download: true, title: "Download the word cloud" }, h("img", { src: `/v1/corpus/${name}-cloud.png${query}`, width: 1600, height: 900, alt: `Word cloud of ${title.toLowerCase()}: ${rows.slice(0, 5).map((row) => row[0]).join(", ")}` }))
        : h("p", { class: "soft" }, "The cloud shows film genres as a whole; the bars follow every filter.");
    const most = rows[0]?.[1] ?? 1;
    return h("section", { "aria-label": title }, h("h2", {}, title), picture,
      h("ul", { class: "bars-list" }, rows.map(([word, count]) => h("li", {}, h("span", {}, word), h("i", { style: { width: `${(count / most) * 100}%` } }), h("span", { class: "time" }, count)))),
      h("p", {}, h("a", { href: `/v1/corpus/${name}.csv${query}`, download: true }, "All counts as CSV")));
  }
}

export const makeCorpus = (root) => new Corpus(root);
