// Who speaks: the panel of verification follows the product of the question at hand, and each
// question says whom it is about. The server knows the rules; this only asks it again in time.

import { current, focusWords } from "./questions.js";

const form = document.getElementById("contact-form");
const choices = document.getElementById("concerned-choices");
let isByHand = false;
const panels = () => form.querySelectorAll("[role=tabpanel]");
const valueOf = (panel, selector) => panel.querySelector(selector).value;
const fieldOf = (panel, name) => valueOf(panel, `[data-fills=${name}] :is(select, input)`);

/** What must be sure depends on the product. */
function followProduct() {
  const product = fieldOf(current(), "product").trim();
  const panel = document.querySelector("#verification form");
  if (!panel || panel.elements.product.value === product) return;
  panel.elements.product.value = product;
  panel.dispatchEvent(new Event("gehoor:product"));
}

/** All that decides by what a question may be asked; empty when it is about the caller. */
function keyOf(panel) {
  if (!valueOf(panel, "[data-party]")) return "";
  const chosen = [valueOf(panel, "[data-party]"), valueOf(panel, "[data-representation]")];
  return [...chosen, fieldOf(panel, "theme"), fieldOf(panel, "product")].join("|");
}

function followConcern(panel) {
  const ground = panel.querySelector("[data-ground]");
  const key = keyOf(panel);
  if (key === (ground.dataset.key ?? "")) return;
  ground.dataset.key = key;
  if (key) ground.dispatchEvent(new Event("gehoor:ground"));
  else ground.replaceChildren();
}

/** Another caller speaks for other people. */
function askAgain() {
  for (const panel of panels()) {
    panel.querySelector("[data-ground]").dataset.key = "";
    followConcern(panel);
  }
  followProduct();
}

/** Opened by hand: to what must be asked. Done or closed by hand: back to the words. */
function onVerification() {
  const panel = document.getElementById("verification");
  const { activeElement } = document;
  const isAnswering = panel.contains(activeElement) && activeElement.id !== "verification-toggle";
  if (isByHand && !isAnswering) {
    const first = panel.querySelector("input:not([type=hidden], [type=radio]), input:checked");
    if (first) first.focus();
    else focusWords();
  }
  isByHand = false;
}

function fetchChoices() {
  document.getElementById("concerned-search").value = "";
  document.getElementById("concerned-found").replaceChildren();
  choices.replaceChildren();
  choices.dispatchEvent(new Event("gehoor:choices"));
}

if (form) {
  for (const panel of panels()) panel.querySelector("[data-ground]").dataset.key = keyOf(panel);
  form.addEventListener("change", () => {
    followProduct();
    followConcern(current());
  });
  form.addEventListener("gehoor:shown", followProduct);
  document.addEventListener("htmx:afterSwap", ({ target }) => {
    if (target.id === "customer") askAgain();
    if (target.id === "verification") onVerification();
  });
  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-opens=concerned]")) fetchChoices();
    if (target.closest("#verification button")) isByHand = true;
  });
  // The questions of a draft may begin with another product than the page was made for.
  document.addEventListener("htmx:load", followProduct, { once: true });
}
