// Every request carries a fresh CSRF token (signing in again in another tab renews it), and one
// that fails says so calmly in #connection, whose texts are in base.html. While there is no
// connection it is tried every few seconds; "connection:back" tells the page that it is there.

const COOKIE = /(?:^|; )csrftoken=([^;]+)/;
const AWAY = [502, 503, 504]; // what stands before Gehoor answers that Gehoor does not
const RETRY_MS = 3000;

let state;
let retry;

export function csrfToken() {
  return document.cookie.match(COOKIE)?.[1] ?? document.querySelector('meta[name="csrf-token"]').content;
}

export const isOffline = () => state === "offline";

/** next: "offline", "failed", "signedOut", or nothing when all is well. */
export function say(next) {
  const wasOffline = isOffline();
  state = next;
  const line = document.getElementById("connection");
  const text = next ? line.dataset[next] : "";
  if (line.textContent !== text) line.textContent = text;
  if (next === "offline") retry ??= setInterval(tryAgain, RETRY_MS);
  else if (wasOffline) isBack();
}

function isBack() {
  clearInterval(retry);
  retry = undefined;
  document.dispatchEvent(new Event("connection:back"));
}

const tryAgain = () => ask("/livez");

/** A fetch that knows our token; the answer is null when it did not come or asks to sign in. */
export async function ask(url, options = {}) {
  const headers = { "X-CSRFToken": csrfToken(), "X-Requested-With": "fetch", ...options.headers };
  try {
    const response = await fetch(url, { credentials: "same-origin", ...options, headers });
    const isSignedOut = response.redirected || response.status === 401;
    const isAway = AWAY.includes(response.status);
    say(isAway ? "offline" : isSignedOut ? "signedOut" : undefined);
    return isAway || isSignedOut ? null : response;
  } catch (error) {
    if (error.name !== "AbortError") say("offline");
    return null;
  }
}

function wasRedirected({ xhr, pathInfo }) {
  return xhr.responseURL && new URL(xhr.responseURL).pathname !== pathInfo.requestPath.split("?")[0];
}

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = csrfToken();
});

// Asked to sign in: a page with a form stays as it is, so that nothing typed is lost.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  const isSignedOut = wasRedirected(event.detail) && document.querySelector("#contact-form, [data-warns-unsaved]");
  if (isSignedOut) event.preventDefault();
  say(isSignedOut ? "signedOut" : undefined);
});

document.addEventListener("htmx:sendError", () => say("offline"));
document.addEventListener("htmx:responseError", (event) => {
  const { status } = event.detail.xhr;
  say(status === 401 ? "signedOut" : AWAY.includes(status) ? "offline" : "failed");
});

document.addEventListener("submit", (event) => {
  const hidden = event.target.querySelector('input[name="csrfmiddlewaretoken"]');
  if (hidden) hidden.value = csrfToken();
});

window.addEventListener("offline", () => say("offline"));
window.addEventListener("online", tryAgain);
