// A link with data-sheet opens its page as a sheet over this one: that page's [data-sheet-body] in a <dialog>.
// Without script, or when anything goes wrong, the link leads to the page itself.
function wasPlainClick(event) {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}

async function fetchBody(address) {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("[data-sheet-body]");
}

function show(body, link) {
  const dialog = document.createElement("dialog");
  dialog.className = "sheet";
  const title = body.querySelector("h1[id], h2[id]");
  if (title) dialog.setAttribute("aria-labelledby", title.id);
  dialog.append(document.adoptNode(body));
  for (const form of dialog.querySelectorAll("form")) {
    if (!form.getAttribute("action")) form.action = link.href;
  }
  dialog.addEventListener("click", (event) => {
    const outside = event.target === dialog;
    if (!outside && !event.target.closest("[data-close]")) return;
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    link.focus();
  });
  document.body.append(dialog);
  globalThis.htmx?.process(dialog);
  dialog.dispatchEvent(new CustomEvent("liaison:sheet", { bubbles: true })); // for scripts that dress what they find
  dialog.showModal();
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-sheet]");
  if (!link || !wasPlainClick(event)) return;
  event.preventDefault();
  const body = await fetchBody(link.href).catch(() => null);
  if (body) show(body, link);
  else location.assign(link.href);
});
