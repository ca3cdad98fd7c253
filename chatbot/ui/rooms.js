/* The two rooms, conversation and collection: which one is shown, and what belongs in them. */

const inCollection = () => location.hash === "#sammlung";

function showRoom() {
  document.body.dataset.room = inCollection() ? "collection" : "talk";
  const link = (hash, name, here) =>
    make("a", { href: hash, "aria-current": here ? "page" : null }, say(name));
  find("nav", element).replaceChildren(
    link("#gespraech", "talk", !inCollection()), link("#sammlung", "collection", inCollection()));
  find("nav", element).setAttribute("aria-label", say("rooms"));
  changes.dispatchEvent(new Event("room"));
}

listen(window, "hashchange", showRoom);
const speaking = new MutationObserver(() => {
  showRoom();
  changes.dispatchEvent(new Event("redraw"));
});
speaking.observe(document.documentElement, { attributes: true, attributeFilter: ["lang"] });
stop.signal.addEventListener("abort", () => speaking.disconnect());

/* The welcome was rendered when Belegt was started: have it told anew if that is no longer true. */
function greet() {
  const welcome = find(".belegt-welcome");
  if (welcome && welcome.dataset.articles !== String(facets.articles + facets.behind))
    trigger("collection_changed");
}

choose(nothingChosen());
showRoom();
whenThere("#belegt-filter", buildFilter);
whenThere("#belegt-collection", (place) => {
  buildTable(place);
  void loadFacets().then(loadTable).then(greet);
});
