// Single-letter keys. They rest while one types, and can be switched off in the help.

const STORED = "kaifang.keys";
const EDITABLE = "input, textarea, select, [contenteditable]";

let waitsForArea = false;

export function watchKeys(page) {
  page.addEventListener("keydown", onKey);
  for (const opener of page.querySelectorAll("[data-opens]")) {
    opener.addEventListener("click", () => open(opener.dataset.opens));
  }
  const wanted = page.querySelector("[data-keys-on]");
  wanted.checked = areOn();
  wanted.addEventListener("change", () => localStorage.setItem(STORED, wanted.checked ? "on" : "off"));
}

function areOn() {
  return localStorage.getItem(STORED) !== "off";
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest(EDITABLE) || document.querySelector("dialog[open]")) return;
  if (!areOn()) return;
  const act = waitsForArea ? () => goTo(event.key) : ACTS[event.key];
  waitsForArea = false;
  if (act && act(event) !== false) event.preventDefault();
}

const ACTS = {
  "/": () => focus("#search"),
  "?": () => open("keys"),
  g: () => { waitsForArea = true; },
  j: () => step(1),
  k: () => step(-1),
  e: () => press(rowNow(), "a.figure"),
  x: () => press(document, "[data-export] summary"),
};

function goTo(letter) {
  const area = document.querySelector(`.areas a[data-key="${CSS.escape(letter)}"]`);
  if (area) area.click();
  return Boolean(area);
}

function rowNow() {
  return document.activeElement.closest("[data-row]");
}

function step(by) {
  const rows = [...document.querySelectorAll("main [data-row]")].filter(isShown);
  const now = rows.indexOf(rowNow());
  const next = rows[Math.min(Math.max(now + by, 0), rows.length - 1)];
  if (!next) return false;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function press(within, what) {
  const found = [...(within || document.querySelector("main")).querySelectorAll(what)].find(isShown);
  if (!found) return false;
  found.click();
  if (found.tagName === "SUMMARY") found.focus();
  return true;
}

// What is folded away, such as the data of a chart, still has a place in older browsers.
function isShown(element) {
  if (element.checkVisibility) return element.checkVisibility();
  const fold = element.closest("summary") ? element.closest("details").parentElement : element;
  return Boolean(element.offsetParent) && !fold.closest("details:not([open])");
}

function focus(what) {
  const field = document.querySelector(what);
  if (field) field.focus();
  return Boolean(field);
}

function open(id) {
  document.getElementById(id).showModal();
}
