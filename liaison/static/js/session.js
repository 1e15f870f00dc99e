// A gripe session as it goes: every second the page asks whether its snapshot is still the newest (304 says yes) and puts the
// new one in its place. Without script the board loads itself anew and the list is read by loading the page.
const place = document.querySelector("[data-live]");
const offset = place.dataset.now ? Date.now() - Date.parse(place.dataset.now) : 0;
let etag = "";

async function ask() {
  const known = etag ? { "If-None-Match": etag } : {};
  // Without cookies: the ticket in the address is enough, and the answer is the same for everybody.
  const answer = await fetch(place.dataset.live, { headers: known, credentials: "omit", cache: "no-store" });
  if (answer.status !== 200) return answer.status < 400 || answer.status >= 500;
  const first = etag === "";
  etag = answer.headers.get("ETag") ?? "";
  const drawn = await answer.json();
  // What the page came with stays while it is still true: nobody loses the place he is at.
  if (!first || String(drawn.version) !== place.dataset.version) put(drawn[place.dataset.part]);
  return true;
}

function put(drawn) {
  place.innerHTML = drawn;
  for (const token of place.querySelectorAll("[name=csrfmiddlewaretoken]")) token.value = place.dataset.csrf ?? "";
  mark("is-mine", place.dataset.mine);
  mark("is-own", place.dataset.own);
  tell();
}

// What is drawn is the same for everybody; which items are the reader's own, and where his firm said "ours too", the page knows.
function mark(name, keys = "") {
  for (const key of keys.split(" ").filter(Boolean)) document.getElementById(`item-${key}`)?.classList.add(name);
}

function tell() {
  for (const timer of place.querySelectorAll("[data-since]")) {
    const seconds = Math.max(0, Math.floor((Date.now() - offset - Date.parse(timer.dataset.since)) / 1000));
    const two = (number) => String(number).padStart(2, "0");
    timer.lastElementChild.textContent = `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
  }
}

async function go() {
  let goesOn = true;
  try {
    if (!document.hidden) goesOn = await ask();
  } catch {
    // The line is cut for a moment; the next second asks again.
  }
  tell();
  if (goesOn) setTimeout(go, 1000);
}

go();
