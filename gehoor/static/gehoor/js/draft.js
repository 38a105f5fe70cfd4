// Keeps what is typed on the server: every two seconds while it changes, and when the page is
// left. #draft-status says when it was kept; #draft-problem, which is read aloud, why it was not.

import { ask } from "./requests.js";

const EVERY_MS = 2000;
const KEEPALIVE_LIMIT = 60_000; // browsers refuse larger bodies once the page is gone

const form = document.getElementById("contact-form");
const status = document.getElementById("draft-status");
const problem = document.getElementById("draft-problem");

let isChanged = false;
let isOver = false;
let isOffline = false;
let underWay = null;

function body() {
  const data = new URLSearchParams(new FormData(form));
  data.delete("csrfmiddlewaretoken");
  return data.toString();
}

function complain(text) {
  if (problem.textContent !== text) problem.textContent = text;
}

function onKept({ revision, saved_at }) {
  isOffline = false;
  form.elements.revision.value = revision;
  const time = new Date(saved_at).toLocaleTimeString(document.documentElement.lang, { timeZone: status.dataset.timezone, hourCycle: "h23" });
  status.textContent = `${status.dataset.saved} ${time}`;
  complain("");
}

/** Somebody else went on with this contact: nothing is sent any more, nothing typed goes away. */
function onConflict({ message }) {
  isOver = true;
  const link = Object.assign(document.createElement("a"), { href: location.href, textContent: problem.dataset.reload });
  complain(`${message} `);
  problem.append(link);
}

async function send(isLeaving) {
  const text = body();
  const options = { method: "POST", body: text, keepalive: isLeaving && text.length < KEEPALIVE_LIMIT };
  const headers = { "Content-Type": "application/x-www-form-urlencoded", Accept: "application/json" };
  const response = await ask(form.dataset.draftUrl, { ...options, headers });
  if (response?.ok) onKept(await response.json());
  else if (response?.status === 409) onConflict(await response.json());
  else failed(response);
}

function failed(response) {
  isChanged = true;
  isOffline = !response;
  complain(problem.dataset.failed);
}

function save({ isLeaving = false } = {}) {
  if (isOver || underWay || !isChanged) return underWay ?? Promise.resolve();
  isChanged = false;
  underWay = send(isLeaving).finally(() => { underWay = null; });
  return underWay;
}

/** Typed words are safe on the server before the page is left; without a connection it stays. */
async function finish(event) {
  event.preventDefault();
  if (form.ariaBusy) return;
  form.ariaBusy = "true";
  await underWay;
  await save();
  if (isOffline) {
    form.ariaBusy = null;
    return;
  }
  isOver = true;
  form.submit();
}

/** Signing out ends the session that keeps a draft: what another form does comes after it. */
async function keepFirst(event) {
  const { target, submitter } = event;
  if (target === form || event.defaultPrevented || isOver || !(isChanged || underWay)) return;
  event.preventDefault();
  await underWay;
  await save();
  if (!isChanged) target.requestSubmit(submitter);
}

if (form) {
  document.addEventListener("submit", keepFirst);
  form.addEventListener("input", () => { isChanged = true; });
  form.addEventListener("change", () => { isChanged = true; });
  form.addEventListener("submit", finish);
  setInterval(save, EVERY_MS);
  window.addEventListener("blur", () => save());
  document.addEventListener("visibilitychange", () => document.hidden && save({ isLeaving: true }));
  window.addEventListener("pagehide", () => save({ isLeaving: true }));
  window.addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
}
