/* The filter: what one can choose from, what is chosen, and telling both rooms and the server.
   There is one choice for the whole page; each room shows a row for it. */

const NAMED = ["sources", "authors", "sections"];
const MOST_NAMES = 40; // shown at once; further ones are found by typing
const changes = new EventTarget();

let facets = { articles: 0, sources: [], authors: [], sections: [], first: null, last: null };
let chosen = nothingChosen();

function nothingChosen() {
  return { sources: [], authors: [], sections: [], published_from: null, published_to: null };
}

const isRestricted = () =>
  NAMED.some((kind) => chosen[kind].length) || chosen.published_from || chosen.published_to;

function choose(values) {
  chosen = { ...chosen, ...values };
  const { published_from: first, published_to: last } = chosen;
  if (first && last && first > last)
    chosen = { ...chosen, published_from: last, published_to: first };
  props.value = JSON.stringify(chosen); // what is sent along with the next question
  changes.dispatchEvent(new Event("change"));
}

const has = (kind) => facets[kind].length > 1;
const hasDays = () => facets.first !== null && (facets.first !== facets.last || facets.undated > 0);
const isOfUse = () => NAMED.some(has) || hasDays() || Boolean(isRestricted());

async function loadFacets() {
  try {
    facets = await fetchJson("/api/facets");
  } catch {
    return; // without it, the row stays away
  }
  const known = (kind) => new Set(facets[kind].map(({ name }) => name));
  const gone = (kind) => chosen[kind].some((name) => !known(kind).has(name));
  if (NAMED.some(gone))
    return choose(
      Object.fromEntries(NAMED.map((kind) => [kind, chosen[kind].filter((n) => known(kind).has(n))])),
    );
  changes.dispatchEvent(new Event("change"));
}

/* --- A row: a button that unfolds the panel, and a chip for all that is chosen --- */

function buildFilter(place) {
  const id = `${place.id}-panel`;
  let open = false;
  const toggle = button("", { class: "belegt-filter-toggle", "aria-controls": id, click: unfold });
  const chips = make("span", { class: "belegt-chips" });
  const panel = make("div", { id, class: "belegt-filter-panel", hidden: true });
  const row = make("div", { class: "belegt-filter" },
    make("div", { class: "belegt-filter-bar" }, toggle, chips), panel);
  const groups = new Map();
  place.replaceChildren(row);

  function unfold() {
    open = !open;
    if (open) fill();
    show();
  }

  function show() {
    row.hidden = !isOfUse();
    toggle.textContent = say("filter");
    toggle.setAttribute("aria-expanded", String(open));
    panel.hidden = !open;
    showChips(chips, toggle);
    for (const group of groups.values()) group.mark();
  }

  function fill() {
    groups.clear();
    for (const kind of NAMED) if (has(kind)) groups.set(kind, buildNames(kind, id));
    if (hasDays()) groups.set("days", buildDays());
    panel.replaceChildren(...[...groups.values()].map((group) => group.part));
  }

  listen(row, "keydown", (event) => {
    if (event.key !== "Escape" || !open) return;
    unfold();
    toggle.focus();
  });
  listen(changes, "change", show);
  listen(changes, "redraw", () => { if (open) fill(); show(); });
  show();
}

function showChips(chips, toggle) {
  const chip = (name, values) =>
    button(name, {
      class: "belegt-chip", "aria-label": say("remove_chip", { name }),
      click: () => { choose(values); (find("button", chips) ?? toggle).focus(); },
    }, make("span", { "aria-hidden": "true" }, "×"));
  const parts = NAMED.flatMap((kind) =>
    chosen[kind].map((name) =>
      chip(`${say(kind)}: ${name || say("unknown")}`,
        { [kind]: chosen[kind].filter((other) => other !== name) })));
  for (const [side, words] of [["published_from", "from_day"], ["published_to", "to_day"]])
    if (chosen[side])
      parts.push(chip(say(words, { day: formatDay(chosen[side]) }), { [side]: null }));
  if (parts.length)
    parts.push(button(say("reset"), {
      class: "belegt-filter-reset",
      click: () => { choose(nothingChosen()); toggle.focus(); },
    }));
  chips.replaceChildren(...parts);
}

/* --- What the panel holds --- */

function buildNames(kind, id) {
  const all = facets[kind];
  const list = make("div", { class: "belegt-names" });
  const note = make("p", { class: "belegt-filter-note" });
  const search = make("input", {
    type: "search", class: "belegt-narrow", "aria-label": `${say(kind)}: ${say("narrow")}`,
    placeholder: say("narrow"), input: draw,
  });
  const needsSearch = all.length > 10;
  const part = make("fieldset", { class: "belegt-filter-group" },
    make("legend", {}, say(kind)), needsSearch ? search : null, list, note);

  function draw() {
    const wanted = search.value.trim().toLocaleLowerCase();
    const fitting = all.filter(({ name }) => name.toLocaleLowerCase().includes(wanted));
    const rest = fitting.length - MOST_NAMES;
    list.replaceChildren(...fitting.slice(0, MOST_NAMES).map((one, place) => box(one, place)));
    note.textContent = !fitting.length ? say("no_names")
      : rest > 0 ? say("more_names", { count: count(rest) }) : "";
    note.hidden = !note.textContent;
  }

  function box({ name, count: number }, place) {
    const input = make("input", {
      type: "checkbox", class: "belegt-box", id: `${id}-${kind}-${place}`, checked: chosen[kind].includes(name),
      change: () => choose({
        [kind]: input.checked
          ? [...chosen[kind], name] : chosen[kind].filter((other) => other !== name),
      }),
    });
    input.dataset.name = name;
    return make("label", {}, input, make("span", { class: "belegt-named" }, name || say("unknown")),
      make("span", { class: "belegt-count" }, count(number)));
  }

  draw();
  return {
    part,
    mark: () => {
      for (const input of findAll("input[type=checkbox]", list))
        input.checked = chosen[kind].includes(input.dataset.name);
    },
  };
}

function buildDays() {
  const side = (name, words) =>
    make("input", {
      type: "date", value: chosen[name], min: facets.first, max: facets.last, name,
      "aria-label": `${say("days")} ${say(words)}`,
      change: (event) => choose({ [name]: event.target.value || null }),
    });
  const first = side("published_from", "from");
  const last = side("published_to", "to");
  const note = facets.undated ? say("undated", { count: count(facets.undated) }) : "";
  const part = make("fieldset", { class: "belegt-filter-group belegt-days" },
    make("legend", {}, say("days")),
    make("label", {}, say("from"), first), make("label", {}, say("to"), last),
    note ? make("p", { class: "belegt-filter-note" }, note) : null);
  return {
    part,
    mark: () => {
      first.value = chosen.published_from ?? "";
      last.value = chosen.published_to ?? "";
    },
  };
}
