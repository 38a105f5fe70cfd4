// Leaving a page with data-warns-unsaved asks first, once something was typed that was not saved.

let hasUnsaved = false;

document.addEventListener("input", ({ target }) => {
  if (target.closest("[data-warns-unsaved]")) hasUnsaved = true;
});
document.addEventListener("htmx:beforeOnLoad", (event) => {
  const isSaved = event.detail.xhr.getResponseHeader("HX-Redirect") && !event.defaultPrevented;
  if (isSaved) hasUnsaved = false;
});
window.addEventListener("beforeunload", (event) => {
  if (hasUnsaved) event.preventDefault();
});
