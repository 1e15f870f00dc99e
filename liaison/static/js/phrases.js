// 常用语: a phrase goes in where the cursor stands, by its button or by "::short" and a space.
// Without script the list under the field is there to be copied from. Works in sheets too: everything is asked of the document.
//   [data-phrase="short"][data-for="id of the textarea"]  a phrase; its words are in its <span>, its button is [data-insert]
document.documentElement.classList.add("has-phrases");

const words = (item) => item.querySelector("span").innerText;
const fieldOf = (item) => (item.closest("dialog, form") ?? document).querySelector(`[id="${item.dataset.for}"]`) ?? document.getElementById(item.dataset.for);

function put(field, text, from, to) {
  field.setRangeText(text, from, to, "end");
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const item = event.target.closest?.("[data-insert]")?.closest("[data-phrase]");
  if (!item) return;
  const field = fieldOf(item);
  if (field) put(field, words(item), field.selectionStart, field.selectionEnd);
});

document.addEventListener("input", (event) => {
  const field = event.target;
  if (event.inputType !== "insertText" || event.data !== " " || !field.matches?.("textarea")) return;
  const before = field.value.slice(0, field.selectionStart);
  const typed = /(?:^|\s|[^\w:]):{2}([^\s:]{1,20}) $/.exec(before);
  const item = typed && [...document.querySelectorAll("[data-phrase]")].find((one) => one.dataset.phrase === typed[1] && fieldOf(one) === field);
  if (item) put(field, words(item), before.length - typed[1].length - 3, before.length);
});
