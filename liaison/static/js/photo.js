// Photos, voice and papers in a form: made smaller on the phone, shown before they are sent, kept on this device until they are.
// Without script the same fields are plain file inputs (templates/parts/_attach.html).
//   [data-attach]          the part; its [data-slot=KIND] hold a label and an input each, template[data-shot] one preview
//   form[data-draft=KEY]   keeps what was chosen, as draft.js keeps the words; never sent by itself
//   [data-draft-clear=KEY] on the page after success: forgets it
//   form[data-upload]      is sent with a bar
const LONG_EDGE = 2048;
const QUALITY = 0.8;
const SMALL_ENOUGH = 400_000; // bytes: not worth drawing anew
const KEPT_DAYS = 14;

// --- what is kept on this device ---

const asPromise = (request) => new Promise((done, failed) => Object.assign(request, { onsuccess: () => done(request.result), onerror: () => failed(request.error) }));

async function shelf(mode) {
  const opening = indexedDB.open("liaison-files", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("kept");
  return (await asPromise(opening)).transaction("kept", mode).objectStore("kept");
}

const keep = async (key, slots) => asPromise((await shelf("readwrite")).put({ at: Date.now(), slots }, key));
const forget = async (key) => asPromise((await shelf("readwrite")).delete(key));

async function load(key) {
  const kept = await asPromise((await shelf("readonly")).get(key));
  return kept && Date.now() - kept.at < KEPT_DAYS * 86_400_000 ? kept.slots : {};
}

// --- photos ---

async function drawn(file, edge, quality) {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, edge / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const paper = canvas.getContext("2d");
  paper.fillStyle = "#fff";
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
}

async function smaller(file) {
  if (file.type === "image/jpeg" && file.size < SMALL_ENOUGH) return file;
  // A picture that this browser cannot read (HEIC) goes as it is: the server says what is to be done.
  const blob = await drawn(file, LONG_EDGE, QUALITY).catch(() => null);
  return blob ? new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }) : file;
}

const asAddress = (blob) => new Promise((done) => Object.assign(new FileReader(), { onload: (event) => done(event.target.result) }).readAsDataURL(blob));

// --- one part of a form ---

class Attach {
  constructor(part) {
    this.part = part;
    this.form = part.closest("form");
    this.key = this.form.dataset.draft;
    this.busy = Promise.resolve();
    this.slots = {};
    for (const slot of part.querySelectorAll("[data-slot]")) this.fit(slot);
    this.form.addEventListener("submit", (event) => this.send(event));
    addEventListener("pageshow", () => this.rest()); // back from the next page, which this one was left for
    if (this.key) this.restore();
  }

  // The label becomes a tile with the input laid over it; what is chosen shows below.
  fit(slot) {
    const input = slot.querySelector("input[type=file]");
    const label = slot.querySelector("label");
    label.classList.add("tile");
    label.append(input);
    this.part.classList.add("is-live");
    this.slots[slot.dataset.slot] = { input, files: [] };
    input.addEventListener("change", () => this.add(slot.dataset.slot, [...input.files]));
  }

  add(kind, chosen) {
    this.busy = this.busy.then(async () => {
      const slot = this.slots[kind];
      const ready = kind === "photo" ? await Promise.all(chosen.map(smaller)) : chosen;
      slot.files = slot.input.multiple ? [...slot.files, ...ready] : ready.slice(-1);
      this.show();
    });
  }

  remove(kind, file) {
    const slot = this.slots[kind];
    slot.files = slot.files.filter((other) => other !== file);
    this.show();
  }

  // What the inputs carry, what is seen and what is kept are the same files.
  show() {
    const shots = this.part.querySelector("[data-shots]");
    shots.replaceChildren();
    for (const [kind, slot] of Object.entries(this.slots)) {
      const carried = new DataTransfer();
      for (const file of slot.files) {
        carried.items.add(file);
        shots.append(this.shot(kind, file));
      }
      slot.input.files = carried.files;
    }
    const n = Object.values(this.slots).reduce((sum, slot) => sum + slot.files.length, 0);
    this.part.querySelector("[data-too-many]").hidden = n <= Number(this.part.dataset.most);
    if (this.key) keep(this.key, Object.fromEntries(Object.entries(this.slots).map(([kind, slot]) => [kind, slot.files]))).catch(() => {});
  }

  shot(kind, file) {
    const shot = this.part.querySelector("template[data-shot]").content.firstElementChild.cloneNode(true);
    const picture = shot.querySelector("img");
    const player = shot.querySelector("audio");
    const name = shot.querySelector("figcaption");
    if (kind === "photo") drawn(file, 240, 0.7).then(asAddress).then((address) => (picture.src = address), () => picture.replaceWith(file.name));
    else picture.remove();
    if (kind === "voice") player.src = URL.createObjectURL(file);
    else player.remove();
    picture.alt = file.name;
    name.textContent = kind === "paper" ? file.name : "";
    shot.querySelector("button").addEventListener("click", () => this.remove(kind, file));
    return shot;
  }

  async restore() {
    const kept = await load(this.key).catch(() => ({}));
    for (const [kind, files] of Object.entries(kept)) {
      if (this.slots[kind]) this.slots[kind].files = files;
    }
    if (!Object.values(kept).some((files) => files.length)) return;
    this.show();
    this.part.querySelector("[data-again]")?.remove();
  }

  get chosen() {
    return Object.values(this.slots).some((slot) => slot.files.length);
  }

  send(event) {
    if (event.defaultPrevented || !this.chosen) return;
    event.preventDefault();
    if (this.sending) return;
    this.sending = true;
    this.form.setAttribute("aria-busy", "true");
    this.part.querySelector("[data-failed]").hidden = true;
    this.part.querySelector("[data-sending]").hidden = false;
    this.busy.then(() => (this.form.hasAttribute("data-upload") ? this.upload() : this.form.submit()));
  }

  upload() {
    const bar = this.part.querySelector("progress");
    const request = new XMLHttpRequest();
    const address = this.form.action || location.href;
    request.open("POST", address);
    request.upload.addEventListener("progress", (event) => (bar.value = (100 * event.loaded) / event.total));
    request.addEventListener("load", () => {
      // Done: to the next page. Otherwise the browser sends it the plain way and shows what the server has to say.
      if (request.status < 400 && request.responseURL !== address) location.assign(request.responseURL);
      else this.form.submit();
    });
    request.addEventListener("error", () => this.failed());
    request.send(new FormData(this.form));
  }

  failed() {
    this.rest();
    this.part.querySelector("[data-failed]").hidden = false;
  }

  rest() {
    this.sending = false;
    this.form.removeAttribute("aria-busy");
    this.part.querySelector("[data-sending]").hidden = true;
  }
}

function dress(root) {
  for (const part of root.querySelectorAll("[data-attach]:not(.is-live)")) new Attach(part);
}

document.querySelectorAll("[data-draft-clear]").forEach((mark) => forget(mark.dataset.draftClear).catch(() => {}));
dress(document);
document.addEventListener("liaison:sheet", (event) => dress(event.target)); // an act's page, opened over this one
