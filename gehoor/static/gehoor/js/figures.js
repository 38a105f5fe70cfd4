// Keeps the figures of today fresh: only numbers change, where they stand. A part in which
// somebody is, by keyboard or by pointer, waits for the next time.

import { ask } from "./requests.js";

const EVERY_MS = 10_000;

const isInUse = (part) => part.contains(document.activeElement) || part.matches(":hover");

function replace(part, fresh) {
  if (!part || !fresh || part.innerHTML === fresh.innerHTML || isInUse(part)) return;
  part.replaceChildren(...fresh.childNodes);
}

/** From "nothing yet" to figures, and to the next day, the page has other parts. */
function takeShape(fresh) {
  const shown = document.getElementById("figures");
  const next = fresh.getElementById("figures");
  if (!shown || !next || shown.dataset.shape === next.dataset.shape) return;
  shown.dataset.shape = next.dataset.shape;
  shown.replaceChildren(...next.childNodes);
}

async function refresh() {
  if (document.visibilityState !== "visible") return;
  const response = await ask(location.href);
  if (!response?.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  takeShape(fresh);
  for (const part of document.querySelectorAll("[data-live]")) replace(part, fresh.getElementById(part.id));
}

setInterval(refresh, EVERY_MS);
document.addEventListener("visibilitychange", refresh);
