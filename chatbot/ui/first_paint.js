/* What the first page does until the real one is there: it takes a question and hands it over. */
(() => {
  const first = document.getElementById("belegt-first");
  const box = first.querySelector("textarea");
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  if (dark) document.body.classList.add("dark");
  try { // a kept conversation comes in a moment: no welcome until then
    const kept = JSON.parse(localStorage.getItem("belegt-conversation"))?.length > 0;
    document.documentElement.classList.toggle("belegt-restoring", kept);
  } catch { /* nothing is kept */ }
  let asked = false;
  const ask = () => {
    asked = asked || box.value.trim() !== "";
    first.toggleAttribute("data-asked", asked);
  };
  first.addEventListener("submit", (event) => { event.preventDefault(); ask(); });
  first.addEventListener("click", (event) => {
    const example = event.target.closest(".belegt-example");
    if (!example) return;
    box.value = example.textContent;
    ask();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    ask();
  });
  box.focus({ preventScroll: true });

  const app = document.querySelector("gradio-app");
  const find = (selector) => app.querySelector(selector);
  const PARTS = ["#belegt-question textarea", "#belegt-send", "#belegt-conversation section",
    "#belegt-language input", "#belegt-restart", "#belegt-evidence h2", ".belegt-keep", "#belegt-reader"];
  new MutationObserver((_, observer) => {
    if (!PARTS.every(find)) return;
    const real = find(PARTS[0]);
    observer.disconnect();
    const focused = document.activeElement === box || document.activeElement === document.body;
    const { value, selectionStart, selectionEnd } = box;
    first.remove();
    if (focused) real.focus({ preventScroll: true });
    if (!value) return;
    real.value = value;
    real.setSelectionRange(selectionStart, selectionEnd);
    const handOver = () => { // Gradio listens a moment later than its page is there
      if (!window.belegtAsked) return void setTimeout(handOver, 20);
      real.dispatchEvent(new Event("input", { bubbles: true }));
      if (asked) find("#belegt-send").click();
    };
    handOver();
  }).observe(app, { childList: true, subtree: true });
})();
