// Keeps the list of who waits fresh: on each event of the server, else every five seconds.
// Focus and unchanged content stay as they are; a new ring is announced and counted in the title.

import { tick } from "./clocks.js";
import { ask } from "./requests.js";

const FALLBACK_MS = 5000;

const list = document.getElementById("waiting");
const announcer = document.getElementById("rings");
const title = document.title;

let isStreaming = false;
let shown;
let refreshing = null;
let isAskedAgain = false;

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

/** One at a time; what is asked meanwhile is asked once more afterwards. */
function refreshSoon() {
  isAskedAgain = Boolean(refreshing);
  refreshing ??= refresh().finally(() => {
    refreshing = null;
    if (isAskedAgain) refreshSoon();
  });
}

function hear({ isOpen, kind }) {
  if (isOpen !== undefined) isStreaming = isOpen;
  if (kind === "waiting") refreshSoon();
}

function shareStream() {
  const { port } = new SharedWorker(list.dataset.worker);
  port.addEventListener("message", ({ data }) => hear(data));
  port.start();
  port.postMessage({ url: list.dataset.stream });
  window.addEventListener("pagehide", () => port.postMessage({ isGone: true }));
}

function ownStream() {
  const source = new EventSource(list.dataset.stream);
  source.addEventListener("open", () => hear({ isOpen: true }));
  source.addEventListener("error", () => hear({ isOpen: false }));
  source.addEventListener("waiting", () => hear({ kind: "waiting" }));
}

if (window.SharedWorker) shareStream();
else ownStream();

setInterval(() => isStreaming || refreshSoon(), FALLBACK_MS);
count();
