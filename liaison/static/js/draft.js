// Keeps what is typed into <form data-draft="KEY"> on this device; it is never sent by itself.
// KEY names the form and the person (raise:zhou), so that a shared phone shows nobody another's words.
//   [data-draft-note]     shown once something is kept; a <time> inside gets the hour
//   [data-offline-note]   shown when the network is away at the moment of sending
//   [data-draft-clear]    on the page after success: forgets the draft of that key
const PREFIX = "liaison-draft:";
const KEPT_DAYS = 14;

const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !["hidden", "password", "file", "submit"].includes(field.type));
const isTick = (field) => field.type === "checkbox" || field.type === "radio";

function read(form) {
  const values = {};
  for (const field of fieldsOf(form)) {
    if (isTick(field)) {
      if (field.checked) values[field.name] = [...(values[field.name] ?? []), field.value];
    } else if (field.value) {
      values[field.name] = field.value;
    }
  }
  return values;
}

function fill(form, values) {
  for (const field of fieldsOf(form)) {
    const kept = values[field.name];
    if (kept === undefined) continue;
    if (isTick(field)) field.checked = kept.includes(field.value);
    else if (!field.value) field.value = kept; // what the server sent back is newer
  }
}

function load(key) {
  const kept = JSON.parse(localStorage.getItem(PREFIX + key) ?? "null");
  return kept && Date.now() - kept.at < KEPT_DAYS * 86_400_000 ? kept : null;
}

function say(form, at) {
  const note = form.querySelector("[data-draft-note]");
  if (!note) return;
  const time = note.querySelector("time");
  if (time) time.textContent = new Date(at).toTimeString().slice(0, 5);
  note.hidden = false;
}

function keep(form) {
  const kept = { at: Date.now(), values: read(form) };
  localStorage.setItem(PREFIX + form.dataset.draft, JSON.stringify(kept));
  say(form, kept.at);
}

function start(form) {
  const kept = load(form.dataset.draft);
  if (kept) {
    fill(form, kept.values);
    say(form, kept.at);
  }
  let waiting;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => keep(form), 400);
  });
  addEventListener("pagehide", () => waiting && keep(form));
  form.addEventListener("submit", (event) => {
    keep(form);
    if (navigator.onLine) return;
    event.preventDefault();
    const note = form.querySelector("[data-offline-note]");
    if (note) note.hidden = false;
  });
}

try {
  document.querySelectorAll("[data-draft-clear]").forEach((mark) => localStorage.removeItem(PREFIX + mark.dataset.draftClear));
  document.querySelectorAll("form[data-draft]").forEach(start);
} catch {
  // storage is switched off or full: the form works as it does without script
}
