// Puts the parts into the page that Gradio drew, and keeps tab and address together.

import { connect, hear } from "./api.js";
import { makeCorpus } from "./corpus.js";
import { makeDesk } from "./desk.js";
import { $, $$, h } from "./dom.js";
import { makeLibrary } from "./library.js";
import { go, place, watch } from "./place.js";
import { makeQuick } from "./quick.js";
import { audio } from "./sound.js";

const PARTS = { "ss-top": makeLibrary, "ss-quick": makeQuick, "ss-desk": makeDesk, "ss-corpus": makeCorpus };
const TABS = ["quick", "desk", "corpus"];

function found(name) {
  return new Promise((resolve) => {
    const look = () => {
      const element = document.getElementById(name);
      if (!element) return false;
      resolve(element);
      return true;
    };
    if (look()) return;
    const seer = new MutationObserver(() => look() && seer.disconnect());
    seer.observe(document.body, { childList: true, subtree: true });
  });
}

const button = (tab) => $(`#ss-tabs [role=tab][data-tab-id="${tab}"]`);

function showTab(tab) {
  if (button(tab)?.getAttribute("aria-selected") !== "true") button(tab)?.click();
}

function keepTab() {
  const chosen = $("#ss-tabs [role=tab][aria-selected=true]")?.dataset.tabId;
  if (TABS.includes(chosen) && chosen !== (place().tab ?? "quick")) go({ tab: chosen });
}

async function begin() {
  const tabs = await found("ss-tabs");
  document.documentElement.lang = "en";
  document.body.append(audio, h("div", { id: "ss-said", class: "ss", "aria-live": "polite" }));
  audio.controls = false;
  connect();
  const made = Object.entries(PARTS).map(([name, make]) => found(name).then(make)); // a tab is drawn when it is first shown
  const wanted = place().tab ?? "quick";
  showTab(wanted);
  tabs.addEventListener("click", () => setTimeout(keepTab));
  tabs.addEventListener("keyup", () => setTimeout(keepTab));
  watch((now, before) => { if (now.tab !== before.tab) showTab(now.tab ?? "quick"); });
  hear("link", (isUp) => document.body.classList.toggle("offline", !isUp));
  for (const tab of $$("#ss-tabs [role=tab]")) tab.tabIndex = 0;
  await Promise.all([made[0], made[1 + TABS.indexOf(TABS.includes(wanted) ? wanted : "quick")]]);
  document.body.dataset.ready = "yes";
}

const theme = localStorage.getItem("scenescore-theme") ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
document.documentElement.dataset.theme = theme;
document.body.classList.toggle("dark", theme === "dark");
begin();
