/* --- Taking an answer along --- */

const recordOf = (part) => part.closest("[data-record]").dataset.record;
const copies = new Map(); // what the server has made of a record, asked for when a menu opens

function prepareCopies(menu) {
  const record = recordOf(menu);
  if (!copies.has(record))
    copies.set(record, server.export_answer(JSON.parse(record)).catch(() => null));
  return copies.get(record);
}

async function copyAnswer(button) {
  const menu = button.closest(".belegt-copying");
  const made = await prepareCopies(menu);
  if (!made) copies.delete(recordOf(menu)); // the server did not answer: ask again next time
  const text = made?.[button.dataset.format];
  const outcome = text ? ((await putInClipboard(text)) ? "copied" : "failed") : "gone";
  const told = JSON.parse(menu.dataset.told)[outcome];
  const summary = find("summary", menu);
  summary.dataset.name ??= summary.textContent;
  setText(summary, told);
  menu.open = false;
  summary.focus();
  setText(find("#belegt-status"), told);
  setTimeout(() => setText(summary, summary.dataset.name), outcome === "copied" ? 2500 : 6000);
}

/* Browsers give the clipboard only to safe addresses and may ask for leave: then a selected text
   is copied as by hand. */
async function putInClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch { /* not here, or not allowed */ }
  const box = document.createElement("textarea");
  box.value = text;
  box.className = "belegt-hidden";
  document.body.append(box);
  box.select();
  const copied = document.execCommand("copy");
  box.remove();
  return copied;
}

function closeMenus(except) {
  for (const menu of findAll(".belegt-copying[open]")) if (menu !== except) menu.open = false;
}

listen("click", (event) => {
  const menu = event.target.closest?.(".belegt-copying");
  closeMenus(menu);
  const button = event.target.closest?.("[data-format]");
  if (button) return void copyAnswer(button);
  if (menu) void prepareCopies(menu);
});
listen("keydown", (event) => {
  const menu = event.key === "Escape" && find(".belegt-copying[open]");
  if (!menu) return;
  menu.open = false;
  find("summary", menu).focus();
});
