// 吹哨: a box for its own task stands open for each department that is chosen, and for no other.
// Without script the button [data-boxes] asks the server for the boxes of those chosen so far.
//   form > [data-own="code"]  the box of one department; input[name=lead] and input[name=co] choose departments
function dress(form) {
  const chosen = new Set([...form.querySelectorAll("[name=lead]:checked, [name=co]:checked")].map((one) => one.value));
  for (const box of form.querySelectorAll("[data-own]")) {
    box.hidden = !chosen.has(box.dataset.own) && !box.querySelector("textarea").value;
  }
  form.querySelector("[data-none]").hidden = Boolean(form.querySelector("[data-own]:not([hidden])"));
  form.querySelector("[data-boxes]").hidden = true;
}

const formsIn = (part) => [...part.querySelectorAll("form")].filter((form) => form.querySelector("[data-own]"));

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form?.querySelector("[data-own]") && event.target.matches("[name=lead], [name=co]")) dress(form);
});
document.addEventListener("liaison:sheet", (event) => formsIn(event.target).forEach(dress));
addEventListener("pageshow", () => formsIn(document).forEach(dress));
