/* --- When the conversation has changed --- */

let announced = "";

function settle() {
  const turns = findAll("#belegt-conversation .belegt-turn");
  const last = turns.at(-1);
  showVerdicts();
  if (last) endRestoring();
  keep();
  const news = last ? `${last.dataset.turn}:${last.dataset.announce}` : "";
  if (last) showEvidence([...turns].reverse().find((turn) => sectionOf(turn.dataset.turn))?.dataset.turn);
  if (news === announced) return;
  announced = news;
  find("#belegt-status").textContent = last?.dataset.announce ?? "";
  last?.scrollIntoView({ block: "start", behavior: calm() || turns.length < 2 ? "instant" : "smooth" });
}

function speakLanguage() {
  document.documentElement.lang = dialog()?.dataset.language ?? "de";
}

listen("change", (event) => { // the server then speaks it from the first word
  const choice = event.target.closest?.("#belegt-language input");
  if (choice) document.cookie = `belegt-language=${choice.value}; path=/; max-age=31536000; samesite=strict`;
});

function whenThere(selector, action) {
  const part = find(selector);
  if (part) action(part);
  else if (!stop.signal.aborted) requestAnimationFrame(() => whenThere(selector, action));
}

/* Do something now and whenever Gradio draws a part anew. */
function always(selector, action) {
  whenThere(selector, (part) => {
    const observer = new MutationObserver(action);
    observer.observe(part, { childList: true, subtree: true });
    stop.signal.addEventListener("abort", () => observer.disconnect());
    action();
  });
}

restore();
always("#belegt-conversation", settle);
always("#belegt-keeping", showKeeping);
watch("value", speakLanguage);
speakLanguage();
