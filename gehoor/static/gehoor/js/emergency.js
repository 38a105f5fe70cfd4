// The emergency card: Alt B opens it above all else, also above another dialog. All of it is in
// the page, so it needs no server; the call to the coach does, and says so when it does not arrive.
// What the caller says is written twice: here, and with the words of the contact at hand.

import { words } from "./questions.js";
import { ask } from "./requests.js";

const SEND_AFTER_MS = 1000;

const card = document.getElementById("emergency");
const noted = document.getElementById("emergency-words");
const status = document.getElementById("emergency-status");
const { contact = "" } = document.body.dataset;

let isCalled = false;
let written = "";
let sending;

function open() {
  if (!card.open) card.showModal();
}

async function call() {
  const body = new URLSearchParams({ code: "emergency", contact, words: noted.value });
  const response = await ask(card.dataset.url, { method: "POST", body });
  isCalled ||= Boolean(response?.ok);
  status.textContent = status.dataset[response?.ok ? "called" : "failed"];
}

/** Below what stands there already; typed on, only these words change. */
function write() {
  const field = words();
  if (!field) return;
  const isBelow = written && field.value.endsWith(written);
  const above = isBelow ? field.value.slice(0, -written.length) : field.value.replace(/\n*$/, "\n");
  field.value = above.trimStart() + noted.value;
  written = noted.value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== "KeyB") return;
  if (event.getModifierState("AltGraph")) return;
  event.preventDefault();
  open();
}, { capture: true });

document.getElementById("emergency-call").addEventListener("click", call);
noted.addEventListener("input", () => {
  write();
  clearTimeout(sending);
  if (isCalled) sending = setTimeout(call, SEND_AFTER_MS);
});
