// Dialogs open with data-opens="id", at the field their data-first selects; they close with
// data-closes, Escape, or a click beside them. On loading a summary of errors (data-focus-first)
// has the focus, else the first field that is wrong.

function open(dialog) {
  if (!dialog || dialog.open) return;
  dialog.showModal();
  const { first } = dialog.dataset;
  if (first) (dialog.querySelector("[aria-invalid=true]") ?? dialog.querySelector(first))?.focus();
}

document.addEventListener("click", ({ target }) => {
  const opener = target.closest("[data-opens]");
  if (opener) open(document.getElementById(opener.dataset.opens));
  if (target.closest("[data-closes]") || target.matches("dialog")) target.closest("dialog").close();
});

// A dialog that comes back with errors in it stands open again.
document.addEventListener("htmx:load", () => open(document.querySelector("dialog[data-opens-itself]")));

const wrong = 'main [aria-invalid="true"]:not(dialog *)';
(document.querySelector("[data-focus-first]") ?? document.querySelector(wrong))?.focus();
