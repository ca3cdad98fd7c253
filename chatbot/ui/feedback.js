/* --- What the reader says of an answer --- */

const verdicts = new Map(); // by record: the conversation is drawn anew with every turn
const notes = new Map();

async function judge(button) {
  const record = recordOf(button);
  const taken = verdicts.get(record) === button.dataset.verdict; // pressed again: taken back
  const verdict = taken ? null : button.dataset.verdict;
  let outcome = "failed";
  try {
    outcome = await server.judge_answer({ record: JSON.parse(record), verdict });
  } catch { /* the server is gone */ }
  if (outcome === "kept") verdicts.set(record, verdict);
  if (outcome === "taken_back") verdicts.delete(record);
  notes.set(record, outcome);
  showVerdicts();
  setText(find("#belegt-status"), wordsFor(outcome));
}

const wordsFor = (outcome) =>
  JSON.parse(find("[data-outcomes]")?.dataset.outcomes ?? "{}")[outcome] ?? "";

function showVerdicts() {
  for (const group of findAll(".belegt-feedback")) {
    const record = recordOf(group);
    for (const button of findAll(".belegt-judge", group)) {
      const pressed = String(verdicts.get(record) === button.dataset.verdict);
      if (button.getAttribute("aria-pressed") !== pressed)
        button.setAttribute("aria-pressed", pressed);
    }
    const outcome = notes.get(record);
    setText(find(".belegt-judge-note", group), outcome ? wordsFor(outcome) : "");
    group.dataset.outcome = outcome ?? "";
  }
}

listen("click", (event) => {
  const button = event.target.closest?.(".belegt-judge");
  if (button) void judge(button);
});
