"use strict";
const entries = [...document.querySelectorAll("#questions > details")];
const buttons = [...document.querySelectorAll("button[data-outcome], button[data-flip]")];
const kind = document.getElementById("kind");
const search = document.getElementById("search");
const texts = new Map();

// Read once: six hundred answers with their passages are slow to collect at every key.
function textOf(entry) {
  if (!texts.has(entry)) texts.set(entry, entry.textContent.toLocaleLowerCase());
  return texts.get(entry);
}

function fits(entry, pressed, words) {
  const { outcome, flip } = pressed.dataset;
  if (outcome && entry.dataset.outcome !== outcome) return false;
  if (flip && entry.dataset.flip !== flip) return false;
  if (kind.value && entry.dataset.kind !== kind.value) return false;
  return words.every((word) => textOf(entry).includes(word));
}

function refresh() {
  const pressed = buttons.find((button) => button.getAttribute("aria-pressed") === "true");
  const words = search.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const entry of entries) {
    entry.hidden = !fits(entry, pressed, words);
    shown += !entry.hidden;
  }
  document.getElementById("shown").textContent = shown;
  document.getElementById("none").hidden = shown > 0;
}

for (const button of buttons)
  button.addEventListener("click", () => {
    for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
    refresh();
  });
kind.addEventListener("change", refresh);
search.addEventListener("input", refresh);
