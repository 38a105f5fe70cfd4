// Keeps the list of who waits fresh. Focus and unchanged content stay as they are; a new ring is
// announced and counted in the title.

import { tick } from "./clocks.js";
import { onNews } from "./news.js";
import { ask } from "./requests.js";

const list = document.getElementById("waiting");
const announcer = document.getElementById("rings");
const title = document.title;

let shown;

const rings = () => [...list.querySelectorAll("[data-ring]")];

function count() {
  const waiting = rings().length;
  document.title = waiting ? `(${waiting}) ${title}` : title;
}

function replace(html) {
  const focused = list.contains(document.activeElement) ? document.activeElement.id : null;
  const known = new Set(rings().map((ring) => ring.dataset.ring));
  list.innerHTML = html;
  if (focused) (document.getElementById(focused) ?? list.querySelector("button"))?.focus();
  const fresh = rings().filter((ring) => !known.has(ring.dataset.ring));
  if (fresh.length) announcer.textContent = fresh.map((ring) => ring.dataset.announce).join(". ");
  tick();
  count();
}

async function refresh() {
  const response = await ask(list.dataset.url);
  if (!response?.ok) return;
  const html = (await response.text()).trim();
  if (html === shown) return;
  shown = html;
  replace(html);
}

onNews("waiting", refresh);
count();
