// What colleagues change on this page: my contacts, my hand, the hands of others. Each part of the
// answer goes where its id is; focus and unchanged parts stay. Who may help also looks by the
// clock, as a hand that nobody answers reaches more people after a minute.

import { tick } from "./clocks.js";
import { onNews } from "./news.js";
import { ask } from "./requests.js";

const HELPERS_LOOK_MS = 20_000;

const { shift, contact = "" } = document.body.dataset;
const announcer = document.getElementById("news");
const shown = new Map();

let isTyped = false;

const newsIn = (part) => [...part.querySelectorAll("[data-news]")];

function announce(part, known) {
  const fresh = newsIn(part).filter(({ dataset }) => !known.has(dataset.news));
  if (fresh.length) announcer.textContent = fresh.map(({ dataset }) => dataset.announce).join(". ");
}

function replace(part, html) {
  if (!part || shown.get(part) === html) return;
  shown.set(part, html);
  const focused = part.contains(document.activeElement) ? document.activeElement.id : null;
  const known = new Set(newsIn(part).map(({ dataset }) => dataset.news));
  part.innerHTML = html;
  window.htmx.process(part);
  if (focused) (document.getElementById(focused) ?? part.querySelector("a, button"))?.focus();
  if ("announces" in part.dataset) announce(part, known);
}

async function look() {
  const response = await ask(`${shift}?contact=${contact}`);
  if (!response?.ok) return;
  const answer = document.createElement("template");
  answer.innerHTML = await response.text();
  for (const fresh of answer.content.querySelectorAll("[data-part]")) {
    replace(document.getElementById(fresh.dataset.part), fresh.innerHTML.trim());
  }
  tick();
}

onNews("shift", look);
if (document.getElementById("hands")) setInterval(look, HELPERS_LOOK_MS);

// Typed after a colleague got the contact: nobody else has that.
document.addEventListener("input", ({ target }) => {
  if (target.closest("#contact-form")) isTyped = true;
});
document.addEventListener("submit", () => { isTyped = false; });
window.addEventListener("beforeunload", (event) => {
  if (isTyped && document.querySelector("#gone > *")) event.preventDefault();
});
