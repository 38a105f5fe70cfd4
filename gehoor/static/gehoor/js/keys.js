// Presses what says aria-keyshortcuts: buttons and links are clicked, fields get the focus.
// Keys without Alt or Control work only outside text fields, and not when switched off.

const TYPING = 'input:not([type="radio"], [type="checkbox"], [type="button"]), textarea, select, [contenteditable]';

/** The name as aria-keyshortcuts spells it; by place on the keyboard, as Option changes letters. */
function nameOf(event) {
  const place = event.code.match(/^(?:Key|Digit|Numpad)([A-Z0-9])$/)?.[1];
  const key = event.altKey && place ? place : event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const modifiers = [(event.ctrlKey || event.metaKey) && "Control", event.altKey && "Alt"];
  return [...modifiers, key].filter(Boolean).join("+");
}

function mayPress(event) {
  if (event.isComposing || event.repeat || event.getModifierState("AltGraph")) return false;
  if (event.ctrlKey || event.altKey || event.metaKey) return true;
  return document.body.dataset.singleKeys === "true" && !event.target.closest?.(TYPING);
}

function find(name) {
  const scope = document.querySelector("dialog[open]") ?? document;
  const found = scope.querySelectorAll(`[aria-keyshortcuts~="${CSS.escape(name)}"]`);
  return [...found].find((element) => element.checkVisibility() && !element.disabled);
}

function press(element) {
  if (element.matches("fieldset")) return (element.querySelector(":checked") ?? element.querySelector("input"))?.focus();
  if (element.matches('input[type="radio"]')) element.click();
  if (element.matches("input, select, textarea, [data-focus-only]")) return element.focus();
  element.click();
}

document.addEventListener("keydown", (event) => {
  if (!mayPress(event)) return;
  const element = find(nameOf(event));
  if (!element) return;
  event.preventDefault();
  press(element);
});
