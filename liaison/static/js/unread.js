// The number beside the bell asks for itself once a minute, but only while somebody looks: a hidden page waits, and asks at once
// when it is looked at again. Without script the number is that of the page as it was loaded.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.matches?.(".unread") && document.hidden) event.preventDefault();
});

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  for (const badge of document.querySelectorAll(".unread")) globalThis.htmx?.trigger(badge, "look-again");
});
