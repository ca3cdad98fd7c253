/* --- From Enter to the answer --- */

/* Gradio calls this with the question as soon as it has read it: the box is emptied and the question
   stands on the page before the server has heard of it. */
window.belegtAsked = (question) => {
  fillBox("");
  showPending(question);
};

/* What Gradio sends along with it, for a server that has forgotten this conversation. */
window.belegtKnown = () => JSON.stringify(knownRecords());

function fillBox(words) {
  const box = find("#belegt-question textarea");
  box.value = words;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

function showPending(question) {
  const room = find("#belegt-conversation .prose, #belegt-conversation .html-container > *") ?? find("#belegt-conversation");
  const list = find("#belegt-conversation .belegt-turns") ?? document.createElement("ol");
  if (!list.isConnected) {
    list.className = "belegt-turns";
    find(".belegt-welcome", room)?.replaceWith(list);
  }
  const turn = document.createElement("li");
  turn.className = "belegt-turn belegt-pending";
  turn.dataset.turn = turn.dataset.announce = "";
  const heading = document.createElement("h2");
  heading.className = "belegt-question";
  heading.textContent = question;
  const line = document.createElement("p");
  line.className = "belegt-searching";
  line.textContent = dialog().dataset.searching;
  turn.append(heading, line);
  list.append(turn);
  watchOver(turn, question);
}

/* Nothing tells the page that the server is gone: while an answer is awaited, it asks. */
function watchOver(turn, question) {
  setTimeout(async () => {
    if (!turn.isConnected) return;
    const alive = await fetch("healthz").then((reply) => reply.ok, () => false);
    if (alive || !turn.isConnected) return watchOver(turn, question);
    const line = find(".belegt-searching", turn);
    line.className = "belegt-problem";
    line.textContent = turn.dataset.announce = dialog().dataset.gone;
    fillBox(find("#belegt-question textarea").value || question);
    settle();
  }, 4000);
}

listen("click", (event) => {
  const example = event.target.closest?.(".belegt-example");
  if (example) showPending(example.textContent.trim());
  if (event.target.closest?.("#belegt-restart")) {
    parting = true;
    fillBox(""); // at once: what is typed from now on belongs to the new conversation
  }
});
