/* --- When the conversation has changed --- */

let announced = "";

function settle() {
  const turns = findAll("#belegt-conversation .belegt-turn");
  const last = turns.at(-1);
  showVerdicts();
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

function whenThere(selector, action) {
  const part = find(selector);
  if (part) action(part);
  else if (!stop.signal.aborted) requestAnimationFrame(() => whenThere(selector, action));
}

whenThere("#belegt-conversation", (conversation) => {
  const observer = new MutationObserver(settle);
  observer.observe(conversation, { childList: true, subtree: true });
  stop.signal.addEventListener("abort", () => observer.disconnect());
  settle();
});
watch("value", speakLanguage);
speakLanguage();
