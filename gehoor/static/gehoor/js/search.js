// Searches while the words are typed, and the way with arrow keys from the words to the results,
// to the article, and back. htmx sends the form #search; its hidden q is what was typed last.

import { focusWords } from "./questions.js";

const LONGEST_QUERY = 2000;
const ANNOUNCE_AFTER_MS = 700;

const searchForm = document.getElementById("search");
const searchText = document.getElementById("search-text");
const results = document.getElementById("results");
const article = document.getElementById("article");
const announcer = document.getElementById("results-announced");
const hits = () => [...results.querySelectorAll(".hit")];

let searched = "";
let isSearching = false;
let wantsFirst = false;
let wantsOpen = false;
let announcing;

function search(text) {
  wantsFirst = wantsOpen = false;
  searched = text;
  searchForm.elements.q.value = text.slice(0, LONGEST_QUERY);
  isSearching = true;
  searchForm.dispatchEvent(new Event("gehoor:search"));
}

function focusHit(index) {
  const found = hits();
  const hit = found[Math.min(index, found.length - 1)];
  hit?.focus();
  hit?.scrollIntoView({ block: "nearest" });
}

/** The results may still be under way when the arrow is pressed. */
function goToFirst() {
  if (isSearching) wantsFirst = true;
  else focusHit(0);
}

/** Down and Enter in one go mean the first result, not a new line in the words. */
function openFirst(event) {
  event.preventDefault();
  wantsOpen = true;
}

function announce() {
  clearTimeout(announcing);
  announcing = setTimeout(() => {
    announcer.textContent = results.querySelector("[data-announce]")?.dataset.announce ?? "";
  }, ANNOUNCE_AFTER_MS);
}

function isAtEnd({ selectionStart, selectionEnd, value }) {
  return selectionStart === selectionEnd && selectionEnd === value.length;
}

function onArrow(event, step) {
  const { target } = event;
  const place = hits().indexOf(target);
  const isDownFromField = step === 1 && target.matches("[data-words], #search-text") && isAtEnd(target);
  if (place < 0 && !isDownFromField) return;
  event.preventDefault();
  if (place < 0) goToFirst();
  else if (place + step < 0) focusWords();
  else focusHit(place + step);
}

function onKey(event) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
  if (event.key === "ArrowDown") onArrow(event, 1);
  if (event.key === "ArrowUp") onArrow(event, -1);
  if (event.key === "Enter" && wantsFirst) openFirst(event);
  if (event.key === "Escape" && !document.querySelector("dialog[open], :popover-open")) focusWords();
}

function onResults() {
  isSearching = false;
  results.scrollTop = 0;
  announce();
  if (wantsFirst) focusHit(0);
  if (wantsOpen) hits()[0]?.click();
  wantsFirst = wantsOpen = false;
}

/** The list gets shorter beside an article; what was opened stays in sight. */
function onArticle() {
  for (const hit of hits()) hit.ariaCurrent = String(hit.id === `hit-${article.firstElementChild?.dataset.uuid}`);
  results.querySelector("[aria-current=true]")?.scrollIntoView({ block: "nearest" });
  article.scrollTop = 0;
  article.scrollIntoView({ block: "nearest" });
  article.querySelector("article")?.focus({ preventScroll: true });
}

document.addEventListener("input", ({ target }) => {
  if (target.matches("[data-words], #search-text")) search(target.value);
});
document.addEventListener("focusin", ({ target }) => {
  if (target.matches("[data-words]") && target.value !== searched) search(target.value);
});
document.addEventListener("keydown", onKey);
// A contact that comes back with words in it has its results at once, when htmx is there.
document.addEventListener("htmx:load", () => {
  const { activeElement } = document;
  if (activeElement.matches("[data-words]") && activeElement.value) search(activeElement.value);
}, { once: true });
document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-back-to-words]")) focusWords();
});
searchForm.addEventListener("submit", () => {
  searchForm.elements.q.value = searchText.value.slice(0, LONGEST_QUERY);
});
results.addEventListener("htmx:afterSettle", ({ target }) => target === results && onResults());
article.addEventListener("htmx:afterSwap", ({ target }) => target === article && onArticle());
for (const failure of ["htmx:sendError", "htmx:responseError"]) {
  searchForm.addEventListener(failure, () => { isSearching = wantsFirst = wantsOpen = false; });
}
