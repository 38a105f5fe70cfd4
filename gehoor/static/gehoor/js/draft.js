// Keeps what is typed on the server: every two seconds while it changes, and when the page is
// left; until the server has it, in this browser (kept.js). Finishing without a connection waits
// for it. #draft-status says when it was kept; #draft-problem, which is read aloud, why it was not.

import { forget, hold, keep, sendDraft, sendKept } from "./kept.js";
import { csrfToken, isOffline, say } from "./requests.js";

const EVERY_MS = 2000;
const KEPT_HERE_AFTER_MS = 250;
const KEEPALIVE_LIMIT = 60_000; // browsers refuse larger bodies once the page is gone

const form = document.getElementById("contact-form");
const status = document.getElementById("draft-status");
const problem = document.getElementById("draft-problem");
const cancel = document.getElementById("finish-cancel");
const writer = form?.elements.writer.value;

let isChanged = false;
let isOver = false;
let isFinishing = false;
let underWay = null;
let typedAt;
let timer;

function body() {
  const data = new URLSearchParams(new FormData(form));
  data.delete("csrfmiddlewaretoken");
  return data.toString();
}

const entry = () => ({
  draft: form.dataset.draftUrl, finish: form.getAttribute("action"), unkept: form.dataset.unkeptUrl,
  writer, isFinishing, at: typedAt ?? Date.now(),
});

function keepHere() {
  clearTimeout(timer);
  if (!isOver) keep({ ...entry(), body: body() });
}

function forgetHere() {
  clearTimeout(timer);
  forget(entry());
}

function onTyped() {
  isChanged = true;
  typedAt = Date.now();
  clearTimeout(timer);
  timer = setTimeout(keepHere, KEPT_HERE_AFTER_MS);
}

function complain(text) {
  if (problem.textContent !== text) problem.textContent = text;
}

function onKept({ revision, saved_at }) {
  form.elements.revision.value = revision;
  const time = new Date(saved_at).toLocaleTimeString(document.documentElement.lang, { timeZone: status.dataset.timezone, hourCycle: "h23" });
  status.textContent = `${status.dataset.saved} ${time}`;
  complain("");
  if (isFinishing) leave();
  else if (!isChanged) forgetHere();
}

/** Somebody else went on with this contact: nothing is sent any more, nothing typed goes away. */
function onConflict({ message }) {
  isOver = true;
  if (isFinishing) return leave();
  const link = Object.assign(document.createElement("a"), { href: location.href, textContent: problem.dataset.reload });
  complain(`${message} `);
  problem.append(link);
}

/** Whether the server has what stood here. */
async function send(isLeaving) {
  const text = body();
  const response = await sendDraft(form.dataset.draftUrl, text, { keepalive: isLeaving && text.length < KEEPALIVE_LIMIT });
  if (response?.ok) onKept(await response.json());
  else if (response?.status === 409) onConflict(await response.json());
  else failed(response);
  return Boolean(response?.ok);
}

function failed(response) {
  isChanged = true;
  if (response) say("failed");
  complain(isFinishing ? problem.dataset.finishing : problem.dataset.failed);
}

function save({ isLeaving = false } = {}) {
  if (isLeaving && isChanged) keepHere();
  if (isOver || underWay || !isChanged) return underWay ?? Promise.resolve(true);
  isChanged = false;
  underWay = send(isLeaving).finally(() => { underWay = null; });
  return underWay;
}

/** To the page that tells what became of it; whatever could not be kept is shown there. */
function leave() {
  isOver = true;
  forgetHere();
  form.elements.csrfmiddlewaretoken.value = csrfToken();
  form.submit();
}

function finishLater(isLater) {
  isFinishing = isLater;
  cancel.hidden = !isLater;
  keepHere();
  complain(isLater ? problem.dataset.finishing : problem.dataset.failed);
}

/** Typed words are safe on the server before the page is left; without a connection it stays. */
async function finish(event) {
  event.preventDefault();
  if (form.ariaBusy || isFinishing) return;
  form.ariaBusy = "true";
  await underWay;
  isChanged = true;
  const isKept = await save();
  form.ariaBusy = null;
  if (isOver || isKept) leave();
  else if (isOffline()) finishLater(true);
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

/** What another window, or this one before a reload, could not send; ours is shown anew. */
async function bringOver() {
  const sent = await sendKept(writer);
  if (form && !isOver && sent?.includes(form.dataset.draftUrl)) location.reload();
}

if (form) {
  hold(writer);
  document.addEventListener("submit", keepFirst);
  form.addEventListener("input", onTyped);
  form.addEventListener("change", onTyped);
  form.addEventListener("submit", finish);
  cancel.addEventListener("click", () => finishLater(false));
  document.addEventListener("connection:back", () => save());
  setInterval(save, EVERY_MS);
  window.addEventListener("blur", () => save());
  document.addEventListener("visibilitychange", () => document.hidden && save({ isLeaving: true }));
  window.addEventListener("pagehide", () => save({ isLeaving: true }));
  window.addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
}
document.addEventListener("connection:back", bringOver);
bringOver();
