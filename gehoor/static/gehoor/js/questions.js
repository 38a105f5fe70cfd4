// The questions of a contact as tabs: show, add, remove, and fill one from the article that
// gave the answer. Emits "change", so that the draft is saved.

const form = document.getElementById("contact-form");
const all = (selector, root = form) => [...root.querySelectorAll(selector)];
const tabOf = (panel) => document.getElementById(`tab-${panel.id}`);
const isKept = (panel) => !panel.querySelector("[data-deleted]").value;
const kept = () => all("[role=tabpanel]").filter(isKept);

export const current = () => form?.querySelector("[role=tabpanel]:not([hidden])");
export const words = () => current()?.querySelector("[data-words]");

export function focusWords() {
  const field = words() ?? document.getElementById("search-text");
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
}

function changed() {
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

/** The article beside the contact belongs to the question it was opened for. */
function show(panel) {
  if (panel !== current()) document.getElementById("article").replaceChildren();
  for (const other of all("[role=tabpanel]")) {
    const isShown = other === panel;
    other.hidden = !isShown;
    tabOf(other).hidden = !isKept(other);
    tabOf(other).ariaSelected = String(isShown);
    tabOf(other).tabIndex = isShown ? 0 : -1;
  }
  form.dispatchEvent(new Event("gehoor:shown"));
}

function renumber() {
  for (const [index, panel] of kept().entries()) {
    const label = tabOf(panel).querySelector("[data-number]");
    label.textContent = label.textContent.replace(/\d+|__number__/, index + 1);
    panel.querySelector("[data-removes-question]").hidden = kept().length === 1;
  }
}

function add() {
  const total = form.elements["questions-TOTAL_FORMS"];
  const holder = document.createElement("template");
  holder.innerHTML = document.getElementById("new-question").innerHTML.replaceAll("__prefix__", total.value);
  const [tab, panel] = holder.content.querySelectorAll("[role=tab], [role=tabpanel]");
  form.querySelector("[role=tablist]").append(tab);
  form.querySelector("template").before(panel);
  window.htmx.process(panel);
  total.value = Number(total.value) + 1;
  renumber();
  show(panel);
  focusWords();
  changed();
}

function remove(panel) {
  const place = kept().indexOf(panel);
  panel.querySelector("[data-deleted]").value = "on";
  show(kept()[Math.max(0, place - 1)]);
  renumber();
  focusWords();
  changed();
}

function fill(panel, name, value) {
  const field = panel.querySelector(`[data-fills=${name}] :is(select, input)`);
  const isKnown = !field.options || [...field.options].some((option) => option.value === value);
  if (value && isKnown) field.value = value;
}

function choose({ uuid, title, theme, product, department }) {
  const panel = current();
  panel.querySelector("[data-article]").value = uuid;
  panel.querySelector("[data-chosen-title]").textContent = title;
  panel.querySelector("[data-chosen]").hidden = false;
  fill(panel, "theme", theme);
  fill(panel, "product", product);
  fill(panel, "department", department);
  panel.querySelector("[data-code=answered]")?.click();
  focusWords();
  changed();
}

/** A question passed on mostly goes to the department of the article that stands open. */
function passOn(panel) {
  const article = document.querySelector("#article article");
  const isEmpty = (name) => !panel.querySelector(`[data-fills=${name}] select`).value;
  if (!article || !isEmpty("department")) return;
  for (const name of ["theme", "department"].filter(isEmpty)) fill(panel, name, article.dataset[name]);
}

function clear(panel) {
  panel.querySelector("[data-article]").value = "";
  panel.querySelector("[data-chosen]").hidden = true;
  focusWords();
  changed();
}

/** Whom the question is about and by what she asks it; nobody given: the caller herself. */
function concern(panel, { concerns = "", representation = "" } = {}) {
  panel.querySelector("[data-party]").value = concerns;
  panel.querySelector("[data-representation]").value = concerns && representation;
  focusWords();
  changed();
}

function onClick({ target }) {
  const panel = target.closest("[role=tabpanel]");
  const tab = target.closest("[role=tab]");
  const link = target.closest("[data-shows]");
  if (tab) show(document.getElementById(tab.getAttribute("aria-controls")));
  if (link) show(document.getElementById(link.dataset.shows));
  if (target.closest("[data-adds-question]")) add();
  if (target.closest("[data-removes-question]")) remove(panel);
  if (target.closest("[data-clears-article]")) clear(panel);
  if (target.closest("[data-clears-concerned]")) concern(panel);
}

function onTabKey(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step || !event.target.matches("[role=tab]")) return;
  const panels = kept();
  const next = panels[(panels.indexOf(current()) + step + panels.length) % panels.length];
  show(next);
  tabOf(next).focus();
}

if (form) {
  const wrong = form.querySelector("[role=tabpanel]:has([aria-invalid], .field__errors)");
  for (const panel of all("[role=tabpanel]")) if (!isKept(panel)) panel.hidden = true;
  show(wrong ?? kept()[0]);
  renumber();
  form.addEventListener("click", onClick);
  form.addEventListener("keydown", onTabKey);
  form.addEventListener("change", ({ target }) => {
    if (target.dataset.followUp === "task") passOn(target.closest("[role=tabpanel]"));
  });
  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-gave-answer]")) choose(target.closest("article").dataset);
    const person = target.closest("[data-concerns]");
    if (person) concern(current(), person.dataset);
  });
  document.addEventListener("htmx:afterSwap", ({ target }) => {
    if (target.id === "customer" && document.activeElement === document.body) focusWords();
  });
  if (!wrong) focusWords();
}
