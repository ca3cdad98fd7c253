/* --- A conversation kept in this browser, if the reader wants it --- */

const KEPT = "belegt-conversation"; // in localStorage: the records of the turns; absent if not wanted
const keepBox = () => find("#belegt-keeping input");

function readKept() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT));
    return Array.isArray(kept) ? kept.filter((record) => record?.question) : null;
  } catch { // not JSON, or the browser forbids it
    return null;
  }
}

let restoring = false; // until the kept conversation stands on the page, nothing takes its place
let parting = false; // after "Neues Gespräch": nothing else may make less of what is kept

const recordsOf = (turns) =>
  turns.filter((turn) => turn.dataset.record).map((turn) => JSON.parse(turn.dataset.record));

/* The conversation as this page knows it: it goes along with what the server may have forgotten. */
function knownRecords() {
  return (restoring && readKept()) || recordsOf(findAll("#belegt-conversation .belegt-turn"));
}

function keep() {
  if (readKept() !== null && !restoring) store();
}

function store() {
  const turns = findAll("#belegt-conversation .belegt-turn");
  if (turns.some((turn) => turn.classList.contains("belegt-pending"))) return;
  const records = recordsOf(turns);
  if (!parting && records.length < readKept()?.length) return;
  if (!turns.length) parting = false;
  try {
    localStorage.setItem(KEPT, JSON.stringify(records));
  } catch {
    forget(); // full or forbidden: then the switch says that nothing is kept
  }
}

function forget() {
  try {
    localStorage.removeItem(KEPT);
  } catch { /* then nothing was kept either */ }
  showKeeping();
}

function showKeeping() {
  if (!keepBox()) return;
  keepBox().checked = readKept() !== null;
  find("#belegt-keeping .belegt-forget").hidden = readKept() === null;
}

function restore() {
  const kept = readKept();
  restoring = Boolean(kept?.length);
  if (restoring) trigger("restore", { turns: kept });
  else endRestoring();
}

window.belegtRestored = endRestoring; // Gradio calls it, whatever came of it

function endRestoring() {
  restoring = false;
  document.documentElement.classList.remove("belegt-restoring");
}

listen("change", (event) => {
  if (!event.target.closest?.(".belegt-keep")) return;
  if (event.target.checked) store();
  else forget();
  showKeeping();
});
listen("click", (event) => {
  const button = event.target.closest?.(".belegt-forget");
  if (!button) return;
  forget();
  setText(find("#belegt-status"), button.dataset.told);
  keepBox().focus();
});
