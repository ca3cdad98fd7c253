/* What the page does in the browser. Gradio runs this once with `element` (the reader's place) and
   `server` (the Python functions it may call). Article text reaches the page as escaped HTML only. */

const app = document.querySelector("gradio-app"); // beside it stands what is shown before the page is built
const find = (selector, root = app) => root.querySelector(selector);
const findAll = (selector, root = app) => [...root.querySelectorAll(selector)];
const dialog = () => find("#belegt-reader");
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

window.belegtStop?.abort(); // the page was built anew: let go of the listeners of the old one
const stop = (window.belegtStop = new AbortController());
const listen = (kind, handler) =>
  document.addEventListener(kind, handler, { signal: stop.signal });

/* --- Evidence: which turn it is shown for, and its link to the markers --- */

const sectionOf = (turn) => find(`#belegt-evidence .belegt-evidence-of[data-turn="${turn}"]`);
const turnOf = (part) => part.closest("[data-turn]")?.dataset.turn;

function showEvidence(turn) {
  if (!sectionOf(turn)) return;
  for (const section of findAll("#belegt-evidence .belegt-evidence-of"))
    section.hidden = section.dataset.turn !== turn;
}

const LINKED = ".belegt-marker, .belegt-card, .belegt-quoted, .belegt-written";

/* A marker, the words it stands behind and its card light up together, whichever is touched. */
function light(event) {
  for (const lit of findAll(".belegt-lit")) lit.classList.remove("belegt-lit");
  const part = event.target.closest?.(LINKED);
  if (!part) return;
  const turn = turnOf(part);
  const numbers = part.dataset.number
    ? [part.dataset.number]
    : findAll(".belegt-marker", part).map((marker) => marker.dataset.number);
  for (const number of numbers)
    for (const twin of findAll(`[data-turn="${turn}"] [data-number="${number}"]`))
      if (twin.matches(LINKED)) twin.classList.add("belegt-lit");
}

/* --- The reader --- */

function openReader(turn, number) {
  const section = sectionOf(turn);
  const card = section && find(`.belegt-card[data-number="${number}"]`, section);
  if (!card) return;
  showEvidence(turn);
  const passages = findAll(".belegt-card", section)
    .filter((other) => other.dataset.article === card.dataset.article)
    .map((other) => ({
      number: Number(other.dataset.number),
      start: Number(other.dataset.start),
      end: Number(other.dataset.end),
      quote: find(".belegt-quote", other).textContent,
    }));
  return showArticle(card.dataset.article, passages, number);
}

/* The collection view opens articles too, with a way back of its own. */
listen("belegt:read", ({ detail }) => void showArticle(detail.article, [], "", detail.back));

async function showArticle(articleId, passages = [], number = "", back = null) {
  const reader = dialog();
  const closing = find("[data-reader=close]", reader);
  closing.dataset.usual ??= closing.textContent;
  setText(closing, back ?? closing.dataset.usual);
  const page = find(".belegt-page", reader);
  try {
    const { language } = reader.dataset;
    page.innerHTML = await server.read_article({ article_id: articleId, language, passages });
  } catch {
    page.textContent = reader.dataset.failed;
  }
  if (!reader.open) reader.showModal();
  page.scrollTop = 0;
  const marks = findAll("mark", page);
  const wanted = marks.findIndex((mark) => mark.dataset.numbers.split(" ").includes(number));
  find(".belegt-steps", reader).hidden = passagesIn(marks).length < 2;
  if (wanted >= 0) goTo(marks[wanted], "instant");
}

/* Marks next to each other belong together when they begin with the same citation. */
const passagesIn = (marks) =>
  marks.filter((mark, place) => mark.dataset.numbers !== marks[place - 1]?.dataset.numbers);

function goTo(mark, behavior) {
  const reader = dialog();
  for (const other of findAll("mark", reader))
    other.classList.toggle("belegt-current", other.dataset.numbers === mark.dataset.numbers);
  const passages = passagesIn(findAll("mark", reader));
  const place = passages.findIndex((other) => other.dataset.numbers === mark.dataset.numbers);
  find(".belegt-place", reader).textContent = `${place + 1} / ${passages.length}`;
  mark.scrollIntoView({ block: "center", behavior });
  mark.focus({ preventScroll: true });
}

function step(by) {
  const passages = passagesIn(findAll("mark", dialog()));
  const now = passages.findIndex((mark) => mark.classList.contains("belegt-current"));
  const next = passages[(now + by + passages.length) % passages.length];
  if (next) goTo(next, calm() ? "instant" : "smooth");
}

function setText(part, text) { // only what is new: every change is observed
  if (part.textContent !== text) part.textContent = text;
}

/* --- What is clicked --- */

listen("click", (event) => {
  const part = event.target;
  if (!part.closest) return;
  const action = part.closest("[data-reader]")?.dataset.reader;
  if (action === "close" || part === dialog()) return dialog().close();
  if (action) return step(action === "next" ? 1 : -1);
  const marker = part.closest(".belegt-marker");
  if (marker) return void openReader(turnOf(marker), marker.dataset.number);
  const show = part.closest(".belegt-show");
  if (show) {
    showEvidence(turnOf(show));
    sectionOf(turnOf(show))?.scrollIntoView({ block: "nearest", behavior: "instant" });
    return sectionOf(turnOf(show))?.querySelector(".belegt-open")?.focus();
  }
  const copy = part.closest(".belegt-copy");
  if (copy) return void showArticle(copy.dataset.article);
  const card = part.closest(".belegt-card");
  if (card && !part.closest("details") && getSelection().isCollapsed) {
    find(".belegt-open", card).focus(); // so that closing the reader leads back here
    void openReader(turnOf(card), card.dataset.number);
  }
});
listen("mouseover", light);
listen("focusin", light);
