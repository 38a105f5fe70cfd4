// What was typed and is not on the server yet, kept in this browser until it is: one entry for
// an employee, a contact and a window. It survives a reload and a restart of the browser, is sent
// in the order in which it was typed, and goes when the server has it, at signing out, and after
// a day. Who else signs in here is not shown it.

import { ask, csrfToken } from "./requests.js";

const PREFIX = "gehoor.kept.";
const SIGN_OUT = "/afmelden/";
const LONGEST_MS = 24 * 60 * 60 * 1000;
const LEFT_BEHIND_MS = 10_000; // where windows cannot be asked whether they live
const { employee } = document.body.dataset;

const nameOf = (writer) => `gehoor.window.${writer}`;
const keyOf = ({ draft, writer }) => `${PREFIX}${employee}.${writer}.${draft}`;

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function keysOf(prefix) {
  return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
}

/** entry: draft, finish and unkept (addresses), writer, body, isFinishing, and when it was typed (at). */
export function keep(entry) {
  try {
    localStorage.setItem(keyOf(entry), JSON.stringify(entry));
  } catch {
    // No room, or storage is switched off: the page still has it, and keeps trying to send it.
  }
}

export function forget(entry) {
  localStorage.removeItem(keyOf(entry));
}

/** While this window lives, no other sends what it typed. */
export function hold(writer) {
  navigator.locks?.request(nameOf(writer), () => new Promise(() => {}));
}

function removeOld() {
  for (const key of keysOf(PREFIX)) {
    const at = read(key)?.at;
    if (!(Date.now() - at < LONGEST_MS)) localStorage.removeItem(key);
  }
}

function kept(writer) {
  const entries = keysOf(`${PREFIX}${employee}.`).map(read);
  return entries.filter((entry) => entry && entry.writer !== writer).sort((one, other) => one.at - other.at);
}

/** Goes to a page of the server that has these words in its body. */
function post(address, body) {
  const form = Object.assign(document.createElement("form"), { method: "post", action: address, hidden: true });
  for (const [name, value] of [...new URLSearchParams(body), ["csrfmiddlewaretoken", csrfToken()]]) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(form);
  form.submit();
}

export function sendDraft(address, body, options = {}) {
  const headers = { "Content-Type": "application/x-www-form-urlencoded", Accept: "application/json" };
  return ask(address, { method: "POST", body, headers, ...options });
}

async function send(entry) {
  if (read(keyOf(entry))?.at !== entry.at) return "sent"; // by another window
  const response = await sendDraft(entry.draft, entry.body);
  if (!response) return "waiting";
  if (response.ok) {
    forget(entry);
    if (entry.isFinishing) post(entry.finish, entry.body);
    return entry.isFinishing ? "leaving" : "sent";
  }
  if (response.status !== 409) return "refused";
  forget(entry);
  post(entry.unkept, entry.body);
  return "leaving";
}

/** Unless the window that typed it lives: that one sends it itself. */
async function sendLeftBehind(entry) {
  if (!navigator.locks) return Date.now() - entry.at > LEFT_BEHIND_MS ? send(entry) : "refused";
  const signal = AbortSignal.timeout(1000);
  try {
    return await navigator.locks.request(nameOf(entry.writer), { signal }, () => send(entry));
  } catch {
    return "refused";
  }
}

/** Sends what other windows left behind; the addresses of what came over, null when the page is
 *  going, or the connection is not there. */
export async function sendKept(writer = "") {
  const sent = [];
  for (const entry of kept(writer)) {
    const how = await sendLeftBehind(entry);
    if (how === "leaving" || how === "waiting") return null;
    if (how === "sent") sent.push(entry.draft);
  }
  return sent;
}

async function signOut(event) {
  const { target, submitter } = event;
  const leaves = new URL(target.action).pathname.startsWith(SIGN_OUT);
  if (!leaves || event.defaultPrevented || !kept("").length) return;
  event.preventDefault();
  if (!(await sendKept())) return;
  for (const key of keysOf(`${PREFIX}${employee}.`)) localStorage.removeItem(key);
  target.requestSubmit(submitter);
}

removeOld();
// Last of all who listen, so that a form that waits for its own words has said so.
if (employee) window.addEventListener("submit", signOut);
