// One <audio> plays everything, so only one thing sounds at a time. Time is film time, in seconds.

const film = JSON.parse(document.getElementById("film").textContent);
const sound = document.getElementById("sound");
const cueOf = new Map(film.cues.map((cue) => [cue.uid, cue]));
const heard = film.cues.filter((cue) => cue.source);
const loudest = Math.max(0, ...heard.map((cue) => cue.gain));
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

// kind: "mix" the film's one track, "order" its cues one after the other, "cue" a single cue
const now = { kind: null, cue: null, rest: 0 };
const addresses = new Map();

function clock(seconds) {
  const whole = Math.floor(seconds + 0.001);
  const rest = String(whole % 60).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
}

function filmTime() {
  if (now.kind === "mix") return sound.currentTime;
  return now.cue ? now.cue.start + sound.currentTime : now.rest;
}

function cueAt(time) {
  return film.cues.find((cue) => time >= cue.start && time < cue.end) ?? null;
}

function sceneAt(time) {
  return film.scenes.findLast((scene) => scene.start !== null && scene.start <= time + 0.001) ?? null;
}

// A sound inside the page becomes a blob: every browser can seek in one.
function addressOf(source) {
  if (!source.startsWith("#")) return source;
  if (!addresses.has(source)) {
    const text = atob(document.getElementById(source.slice(1)).textContent);
    const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    addresses.set(source, URL.createObjectURL(new Blob([bytes], { type: "audio/mpeg" })));
  }
  return addresses.get(source);
}

function start(source, at) {
  document.getElementById("trouble").textContent = "";
  const address = addressOf(source);
  if (sound.getAttribute("src") !== address) {
    sound.setAttribute("src", address);
    sound.addEventListener("loadedmetadata", () => { sound.currentTime = at; }, { once: true });
  } else if (Math.abs(sound.currentTime - at) > 0.02) {
    sound.currentTime = at;
  }
  sound.play().catch(() => {}); // what went wrong arrives as an "error" event
}

function playCue(cue, at = 0, kind = "cue") {
  Object.assign(now, { kind, cue });
  sound.volume = kind === "order" ? clamp(10 ** ((cue.gain - loudest) / 20), 0, 1) : 1;
  start(cue.source, clamp(at, 0, Math.max(cue.sounding - 0.05, 0)));
  paint();
}

function playFilm(time) {
  if (film.mix) {
    Object.assign(now, { kind: "mix", cue: null });
    sound.volume = 1;
    start(film.mix, time);
    return paint();
  }
  const next = heard.find((cue) => cue.start + cue.sounding > time + 0.05) ?? heard[0];
  if (next) playCue(next, Math.max(time - next.start, 0), "order");
}

function toggle() {
  if (now.kind === null) playFilm(now.rest);
  else if (sound.paused) sound.play().catch(() => {});
  else sound.pause();
}

function toggleCue(cue, at) {
  const same = now.kind === "cue" && now.cue === cue;
  if (same && !sound.paused) sound.pause();
  else playCue(cue, same && !sound.ended ? sound.currentTime : at);
}

function moveBy(seconds) {
  if (now.kind === null) return;
  if (now.kind === "order") playFilm(clamp(filmTime() + seconds, 0, film.length));
  else sound.currentTime = clamp(sound.currentTime + seconds, 0, sound.duration || 0);
  paint();
}

function ended() {
  const next = now.kind === "order" ? heard[heard.indexOf(now.cue) + 1] : null;
  if (next) return playCue(next, 0, "order");
  Object.assign(now, { kind: null, cue: null, rest: now.cue && now.kind === "cue" ? now.cue.start : 0 });
  paint();
}

function skipSilence() {
  if (now.kind !== "mix" || sound.paused || !document.getElementById("skip")?.checked) return;
  const time = sound.currentTime;
  if (film.cues.some((cue) => time >= cue.start - 0.1 && time < cue.end + 0.1)) return;
  const next = film.cues.find((cue) => cue.start > time);
  if (next) sound.currentTime = next.start;
  else sound.pause();
}

const painted = { scene: null, cue: null };

function paint() {
  if (!sound) return;
  const time = filmTime();
  const place = `${(100 * clamp(time / (film.length || 1), 0, 1)).toFixed(3)}%`;
  for (const head of all(".head")) head.style.left = place;
  document.body.classList.toggle("running", now.kind !== null);
  document.getElementById("time").textContent = clock(time);
  const seek = document.getElementById("seek");
  seek.setAttribute("aria-valuenow", Math.round(time));
  seek.setAttribute("aria-valuetext", clock(time));
  paintPlace(sceneAt(time), now.cue ?? (now.kind ? cueAt(time) : null), time);
}

function paintPlace(scene, cue, time) {
  const number = now.kind === null ? null : scene?.number ?? null;
  if (painted.scene !== number) {
    for (const old of all(".scene.now, .blocks .now")) old.classList.remove("now");
    for (const one of all(`[data-scene="${number}"]`)) one.classList.add("now");
    painted.scene = number;
  }
  if (painted.cue !== cue) {
    for (const old of all(".cues .now")) old.classList.remove("now");
    if (painted.cue) paintWave(painted.cue, 0);
    if (cue) document.querySelector(`.cues [data-cue="${CSS.escape(cue.uid)}"]`)?.classList.add("now");
    painted.cue = cue;
  }
  if (cue) paintWave(cue, time - cue.start);
}

function paintWave(cue, seconds) {
  const wave = document.querySelector(`[data-wave="${CSS.escape(cue.uid)}"]`);
  if (!wave) return;
  const part = clamp(seconds / (cue.end - cue.start), 0, 1);
  wave.querySelector(".played").setAttribute("width", (part * cue.bars).toFixed(2));
  wave.setAttribute("aria-valuenow", Math.max(seconds, 0).toFixed(1));
  wave.setAttribute("aria-valuetext", clock(Math.max(seconds, 0)));
  document.querySelector(`[data-clock="${CSS.escape(cue.uid)}"]`).textContent = clock(Math.max(seconds, 0));
}

function paintButtons() {
  const runs = now.kind !== null && !sound.paused;
  for (const button of all("button.play")) {
    const own = button.dataset.cue;
    const on = runs && (own ? now.kind === "cue" && now.cue.uid === own : true);
    button.classList.toggle("on", on);
    button.querySelector("use").setAttribute("href", on ? "#icon-pause" : "#icon-play");
    button.setAttribute("aria-label", button.getAttribute("aria-label").replace(/^(Play|Pause)/, on ? "Pause" : "Play"));
  }
  const whole = film.mix ? "The film" : "All cues in order";
  document.getElementById("now").textContent = now.cue ? now.cue.name : whole;
  if (runs) requestAnimationFrame(tick);
}

function tick() {
  skipSilence();
  paint();
  followHead();
  if (now.kind !== null && !sound.paused) requestAnimationFrame(tick);
}

// Turns a bar into something to click, drag and steer: `go` gets a part, 0..1, or a step in seconds.
function slider(element, go, step) {
  const part = (event) => {
    const box = element.getBoundingClientRect();
    return clamp((event.clientX - box.left) / box.width, 0, 1);
  };
  element.addEventListener("pointerdown", (event) => {
    if (event.button === 0) go(part(event));
  });
  element.addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: -5, ArrowRight: 5, ArrowDown: -5, ArrowUp: 5, PageDown: -60, PageUp: 60 };
    if (event.key in steps) step(steps[event.key]);
    else if (event.key === "Home") go(0);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

if (sound) {
  document.getElementById("total").textContent = clock(film.length);
  document.getElementById("seek").setAttribute("aria-valuemax", Math.round(film.length));
  for (const name of ["play", "pause", "ended"]) sound.addEventListener(name, paintButtons);
  sound.addEventListener("ended", ended);
  sound.addEventListener("ended", paintButtons);
  for (const name of ["seeked", "timeupdate"]) sound.addEventListener(name, paint);
  sound.addEventListener("error", () => {
    const name = now.cue ? now.cue.name : "The film mix";
    document.getElementById("trouble").textContent = `${name} cannot be played: its recording is missing or was moved away from this page.`;
  });
  document.getElementById("play").addEventListener("click", toggle);
  document.getElementById("play").hidden = !film.mix && !heard.length;
  slider(document.getElementById("seek"), (part) => playFilm(part * film.length), moveBy);
  for (const button of all("button.play[data-cue]")) {
    button.addEventListener("click", () => toggleCue(cueOf.get(button.dataset.cue), Number(button.dataset.at)));
  }
  for (const wave of all("[data-wave]")) {
    const cue = cueOf.get(wave.dataset.wave);
    if (!cue.source) continue;
    const go = (part) => playCue(cue, part * (cue.end - cue.start));
    slider(wave, go, (step) => playCue(cue, (now.cue === cue ? sound.currentTime : 0) + step));
  }
  for (const button of all("[data-from]")) {
    button.addEventListener("click", () => playFilm(Number(button.dataset.from)));
  }
}
