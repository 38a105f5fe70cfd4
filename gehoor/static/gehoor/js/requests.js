// Every request carries a fresh CSRF token (signing in again in another tab renews it), and one
// that fails says so calmly in #connection, whose texts are in base.html.

const COOKIE = /(?:^|; )csrftoken=([^;]+)/;

export function csrfToken() {
  return document.cookie.match(COOKIE)?.[1] ?? document.querySelector('meta[name="csrf-token"]').content;
}

/** state: "offline", "failed", "signedOut", or nothing when all is well. */
export function say(state) {
  const line = document.getElementById("connection");
  const text = state ? line.dataset[state] : "";
  if (line.textContent !== text) line.textContent = text;
}

/** A fetch that knows our token; the answer is null when it did not come or asks to sign in. */
export async function ask(url, options = {}) {
  const headers = { "X-CSRFToken": csrfToken(), "X-Requested-With": "fetch", ...options.headers };
  try {
    const response = await fetch(url, { credentials: "same-origin", ...options, headers });
    const isSignedOut = response.redirected || response.status === 401;
    say(isSignedOut ? "signedOut" : undefined);
    return isSignedOut ? null : response;
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
  say(event.detail.xhr.status === 401 ? "signedOut" : "failed");
});

document.addEventListener("submit", (event) => {
  const hidden = event.target.querySelector('input[name="csrfmiddlewaretoken"]');
  if (hidden) hidden.value = csrfToken();
});
