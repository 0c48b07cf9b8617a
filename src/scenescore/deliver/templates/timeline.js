// The film's line: zoom, the overview's window, what is said below, and walking with the arrows.

const scroller = document.querySelector(".scroll");
const line = document.querySelector(".film-line");
const readout = document.getElementById("readout");
const overview = document.querySelector(".overview");
let zoom = 1;

function setZoom(wanted, around = 0.5) {
  const before = (scroller.scrollLeft + around * scroller.clientWidth) / line.clientWidth;
  zoom = clamp(wanted, zoomToFit(), 24);
  line.style.setProperty("--zoom", zoom);
  scroller.scrollLeft = before * line.clientWidth - around * scroller.clientWidth;
  fitLabels();
  paintWindow();
}

// How far the line must shrink below its comfortable width to show the whole film at once.
function zoomToFit() {
  const least = parseFloat(line.style.getPropertyValue("--least"));
  return Math.min(1, scroller.clientWidth / Math.max(least, scroller.clientWidth));
}

function paintWindow() {
  const wide = scroller.scrollWidth > scroller.clientWidth + 4;
  overview.hidden = !wide;
  const window_ = overview.querySelector(".window");
  window_.style.left = `${(100 * scroller.scrollLeft) / scroller.scrollWidth}%`;
  window_.style.width = `${(100 * scroller.clientWidth) / scroller.scrollWidth}%`;
}

// A label that would be cut off is not shown at all; a cue's title goes before its number.
// All is measured before anything is hidden, so that the page is laid out once.
function fitLabels() {
  for (const hidden of all(".fits-not", line)) hidden.classList.remove("fits-not");
  const width = line.clientWidth;
  const ticks = all(".ticks text", line);
  const every = Math.ceil(46 / (width / Math.max(ticks.length, 1)));
  const tight = ticks.filter((_, index) => index % every > 0);
  const room = (text) => (parseFloat(text.parentNode.getAttribute("width")) * width) / 100;
  tight.push(...all(".blocks text, .codes", line).filter((text) => text.getComputedTextLength() + 9 > room(text)));
  for (const label of all(".cue-label", line)) {
    const title = label.querySelector(".cue-title");
    const [whole, tail] = [label.getComputedTextLength(), title.getComputedTextLength()];
    if (whole - tail > room(label)) tight.push(label);
    else if (whole + 8 > room(label)) tight.push(title);
  }
  for (const text of tight) text.classList.add("fits-not");
}

function followHead() {
  if (!scroller || scroller.matches(":hover") || scroller.scrollWidth <= scroller.clientWidth) return;
  const at = (filmTime() / film.length) * line.clientWidth;
  const inside = at > scroller.scrollLeft && at < scroller.scrollLeft + scroller.clientWidth;
  if (!inside) scroller.scrollLeft = at - scroller.clientWidth * 0.1;
}

function show(element) {
  const one = element.closest?.("[data-words], [aria-label]");
  if (one && line.contains(one) && one.matches("a, .gaps rect")) readout.textContent = one.dataset.words ?? one.getAttribute("aria-label");
}

const lanes = () => [".blocks a", ".gaps rect, .cues a"].map((lane) =>
  all(lane, line).sort((a, b) => a.getBoundingClientRect().left - b.getBoundingClientRect().left));

function walk(event) {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const rows = lanes();
  const row = rows.find((lane) => lane.includes(event.target));
  if (!row) return;
  let next = null;
  if (step) next = row[row.indexOf(event.target) + step];
  else if (event.key === "ArrowUp" || event.key === "ArrowDown") next = nearest(rows[row === rows[0] ? 1 : 0], event.target);
  else return;
  event.preventDefault();
  event.stopPropagation();
  if (!next) return;
  event.target.setAttribute("tabindex", "-1");
  next.setAttribute("tabindex", "0");
  next.focus();
}

function nearest(row, element) {
  const middle = (one) => one.getBoundingClientRect().left + one.getBoundingClientRect().width / 2;
  const wanted = middle(element);
  return row.reduce((best, one) => (best && Math.abs(middle(best) - wanted) <= Math.abs(middle(one) - wanted) ? best : one), null);
}

function dragWindow(event) {
  const box = overview.getBoundingClientRect();
  const part = clamp((event.clientX - box.left) / box.width, 0, 1);
  scroller.scrollLeft = part * scroller.scrollWidth - scroller.clientWidth / 2;
}

if (line) {
  for (const button of all("[data-zoom]")) {
    const next = { in: () => zoom * 1.6, out: () => zoom / 1.6, fit: zoomToFit }[button.dataset.zoom];
    button.addEventListener("click", () => setZoom(next()));
  }
  scroller.addEventListener("scroll", paintWindow, { passive: true });
  scroller.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const around = (event.clientX - scroller.getBoundingClientRect().left) / scroller.clientWidth;
    setZoom(zoom * 1.0025 ** -event.deltaY, around);
  }, { passive: false });
  line.addEventListener("pointerover", (event) => show(event.target));
  line.addEventListener("focusin", (event) => show(event.target));
  line.addEventListener("keydown", walk);
  line.addEventListener("click", (event) => {
    if (!sound || !event.target.matches(".surface")) return;
    const box = line.getBoundingClientRect();
    playFilm(clamp((event.clientX - box.left) / box.width, 0, 1) * film.length);
  });
  overview.addEventListener("pointerdown", (event) => {
    overview.setPointerCapture(event.pointerId);
    dragWindow(event);
  });
  overview.addEventListener("pointermove", (event) => {
    if (overview.hasPointerCapture(event.pointerId)) dragWindow(event);
  });
  new ResizeObserver(() => setZoom(Math.max(zoom, zoomToFit()))).observe(scroller);
}
