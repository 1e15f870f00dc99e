// [data-record]: hold to talk, up to a minute; what was said goes into the file input of the same slot, where photo.js shows it.
// Shown only where the browser can record; elsewhere the input takes a recording made by another app.
const LONGEST = 60; // seconds
const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

class Recorder {
  constructor(button) {
    this.button = button;
    this.slot = button.closest("[data-slot]");
    button.hidden = false;
    this.slot.querySelector("label").hidden = true;
    button.addEventListener("pointerdown", (event) => event.button === 0 && this.start());
    for (const end of ["pointerup", "pointercancel", "pointerleave"]) button.addEventListener(end, () => this.stop());
    // By keyboard a press begins and the next one ends.
    button.addEventListener("keydown", (event) => {
      if (event.repeat || !["Enter", " "].includes(event.key)) return;
      event.preventDefault();
      if (this.wanted) this.stop();
      else this.start();
    });
    button.addEventListener("contextmenu", (event) => event.preventDefault());
  }

  async start() {
    this.wanted = true;
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null);
    if (!stream) return this.giveUp();
    if (!this.wanted) return stream.getTracks().forEach((track) => track.stop()); // let go while the browser was asking
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    const pieces = [];
    this.recorder = new MediaRecorder(stream, mimeType ? { mimeType } : {});
    this.recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
    this.recorder.addEventListener("stop", () => {
      stream.getTracks().forEach((track) => track.stop());
      this.take(new Blob(pieces, { type: this.recorder.mimeType }));
    });
    this.recorder.start();
    this.count(0);
    return undefined;
  }

  stop() {
    this.wanted = false;
    clearTimeout(this.counting);
    if (this.recorder?.state === "recording") this.recorder.stop();
    this.show(false);
  }

  // Not allowed, or no microphone: the file input comes back.
  giveUp() {
    this.wanted = false;
    this.button.hidden = true;
    this.slot.querySelector("label").hidden = false;
  }

  count(seconds) {
    this.show(true);
    this.button.querySelector("[data-seconds]").textContent = `${seconds} / ${LONGEST}`;
    if (seconds >= LONGEST) this.stop();
    else this.counting = setTimeout(() => this.count(seconds + 1), 1000);
  }

  show(busy) {
    this.button.setAttribute("aria-pressed", String(busy));
    this.button.querySelector("[data-idle]").hidden = busy;
    this.button.querySelector("[data-busy]").hidden = !busy;
  }

  take(blob) {
    if (blob.size < 1000) return; // a tap: nothing was said
    const ending = blob.type.includes("mp4") ? "m4a" : blob.type.includes("ogg") ? "ogg" : "webm";
    const carried = new DataTransfer();
    carried.items.add(new File([blob], `voice.${ending}`, { type: blob.type }));
    const input = this.slot.querySelector("input[type=file]");
    input.files = carried.files;
    input.dispatchEvent(new Event("change"));
  }
}

if (globalThis.MediaRecorder && navigator.mediaDevices?.getUserMedia) {
  document.querySelectorAll("[data-record]").forEach((button) => new Recorder(button));
}
