// A desk by keyboard: the department's, and the ledger. Letters never act while a field has the focus.
//   tbody[data-rows] > tr   J and K move the cursor; the row's a[data-open] is followed (or swapped by htmx)
//   a[data-go]              the row's page, opened by Enter
//   X                       ticks the row's box
//   [data-key="r"]          any link, button or field: pressed or focused by its letter ("/" for the search field)
//   dialog#keys             the list of keys, opened by ?
//   Ctrl+Enter              sends the form of the field one is in;  Escape leaves the field
const rows = () => [...document.querySelectorAll("tbody[data-rows] > tr")];
const isField = (element) => element.matches?.("input:not([type=checkbox],[type=radio]), textarea, select, [contenteditable]");

function select(row) {
  rows().forEach((other) => other.setAttribute("aria-selected", String(other === row)));
  row.scrollIntoView({ block: "nearest" });
  row.querySelector("a[data-open]")?.click();
}

function move(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex((row) => row.getAttribute("aria-selected") === "true");
  const next = at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + step));
  if (next !== at) select(all[next]);
}

function tick() {
  document.querySelector("tbody[data-rows] > tr[aria-selected=true] input[type=checkbox]")?.click();
}

function go() {
  const link = document.querySelector("tbody[data-rows] > tr[aria-selected=true] a[data-go]");
  link?.click();
  return Boolean(link);
}

function press(letter) {
  const target = [...document.querySelectorAll("[data-key]")].find((element) => element.dataset.key === letter && !element.disabled);
  if (!target) return false;
  if (isField(target)) target.focus();
  else target.click();
  return true;
}

function inField(event) {
  if (event.key === "Escape") event.target.blur();
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.form?.requestSubmit();
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing) return; // pinyin being typed
  if (isField(event.target)) return inField(event);
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return undefined;
  const letter = event.key.toLowerCase();
  if (letter === "j") move(1);
  else if (letter === "k") move(-1);
  else if (letter === "x") tick();
  else if (letter === "enter" && !event.target.closest("a, button, summary") && go()) return event.preventDefault();
  else if (letter === "?") document.querySelector("dialog#keys")?.showModal();
  else if (!press(letter)) return undefined;
  event.preventDefault();
  return undefined;
});

// A row swapped into the preview by mouse moves the cursor too.
document.addEventListener("click", (event) => {
  const row = event.target.closest?.("tbody[data-rows] > tr");
  if (row && event.target.closest("a[data-open]")) rows().forEach((other) => other.setAttribute("aria-selected", String(other === row)));
});
