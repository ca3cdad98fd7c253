/* The collection view: a table of articles, a page at a time, searched and sorted by the server. */

const PER_PAGE = 50;
const COLUMNS = ["title", "source", "author", "published", "section", "words"];
const SORTABLE = ["title", "source", "author", "published", "section"];

const view = { query: "", sort: "published", order: "desc", offset: 0 };
const selected = new Map(); // titles by id, of the articles that are ticked
let listed = { total: 0, articles: [] };
let asked = 0; // so that a late reply does not take the place of a newer one

const table = {};

function buildTable(place) {
  table.heading = make("h2", { class: "belegt-collection-count", "aria-live": "polite" });
  table.actions = make("div", { class: "belegt-collection-actions" });
  table.search = make("input", {
    type: "search", class: "belegt-field belegt-search", maxlength: 200,
    input: calmed(() => turnTo({ query: table.search.value.trim(), offset: 0 }), 180),
  });
  table.sorting = make("select", { class: "belegt-field belegt-sorting",
    change: () => { const [sort, order] = table.sorting.value.split(" "); turnTo({ sort, order, offset: 0 }); } });
  table.filter = make("div", { id: "belegt-collection-filter" });
  table.body = make("div", { class: "belegt-collection-body" });
  table.pager = make("nav", { class: "belegt-pager" });
  table.place = place;
  place.replaceChildren(make("section", { class: "belegt-collection" },
    make("header", { class: "belegt-collection-head" }, table.heading, table.actions),
    make("div", { class: "belegt-collection-tools" }, table.search, table.sorting),
    table.filter, table.body, table.pager));
  buildFilter(table.filter);
  listen(changes, "change", () => { view.offset = 0; void loadTable(); });
  listen(changes, "redraw", drawTable);
  listen(changes, "room", () => void loadTable());
  drawTable();
}

function turnTo(values) {
  Object.assign(view, values);
  void loadTable();
}

async function loadTable() {
  if (!inCollection()) return;
  const number = ++asked;
  const wish = new URLSearchParams({ ...view, limit: PER_PAGE });
  if (!view.query) wish.delete("query");
  for (const kind of NAMED) for (const name of chosen[kind]) wish.append(kind, name);
  for (const side of ["published_from", "published_to"])
    if (chosen[side]) wish.append(side, chosen[side]);
  let found;
  try {
    found = await fetchJson(`/api/articles?${wish}`);
  } catch (error) {
    if (number === asked && error.name !== "AbortError")
      table.body.replaceChildren(
        make("p", { class: "belegt-problem" }, say("failed", { reason: error.message })));
    return;
  }
  if (number !== asked) return;
  if (!found.articles.length && found.total && view.offset)
    return turnTo({ offset: Math.floor((found.total - 1) / PER_PAGE) * PER_PAGE });
  listed = found;
  drawTable();
}

/* --- Drawing --- */

function drawTable() {
  const empty = facets.articles + facets.behind === 0;
  const { total } = listed;
  table.heading.textContent = total === 1 ? say("count_one") : say("count_many", { count: count(total) });
  table.heading.hidden = empty;
  table.search.placeholder = say("search");
  table.search.setAttribute("aria-label", say("search"));
  drawSorting();
  for (const part of [table.search.parentElement, table.filter, table.pager]) part.hidden = empty;
  table.body.replaceChildren(
    empty ? drawEmpty() : total ? drawRows() : make("p", { class: "belegt-empty" }, say("nothing_found")));
  drawPager();
  if (editable) drawActions();
}

function drawEmpty() {
  const how = editable ? [make("p", {}, say("empty_upload"))]
    : [make("p", {}, say("empty_how")), make("pre", {}, make("code", {}, "belegt ingest PFAD"))];
  return make("div", { class: "belegt-collection-empty" }, make("h2", {}, say("empty")), ...how);
}

function drawSorting() {
  const options = SORTABLE.flatMap((sort) => ["asc", "desc"].map((order) => [sort, order]));
  table.sorting.setAttribute("aria-label", say("sort_by"));
  table.sorting.replaceChildren(
    ...[...options, ["place", "desc"]].map(([sort, order]) =>
      make("option", { value: `${sort} ${order}`, selected: sort === view.sort && order === view.order },
        sort === "place" ? say("place") : `${say(sort)} ${order === "asc" ? "↑" : "↓"}`)));
}

/* Columns that would be empty throughout stay away. */
function shownColumns() {
  const known = (kind) => facets[kind].some(({ name }) => name);
  return COLUMNS.filter((column) =>
    !(column === "section" && !known("sections")) && !(column === "author" && !known("authors")));
}

function drawRows() {
  const columns = shownColumns();
  const head = make("tr", {}, editable ? make("td", { class: "belegt-tick" }, drawTickAll()) : null,
    ...columns.map(drawHead), editable ? make("td") : null);
  const rows = listed.articles.map((article) =>
    make("tr", { "data-article": article.id, class: article.duplicate_of ? "belegt-behind" : null },
      editable ? make("td", { class: "belegt-tick" }, drawTick(article)) : null,
      ...columns.map((column) => drawCell(article, column)),
      editable ? make("td", { class: "belegt-mend" }, drawMend(article)) : null));
  return make("table", { class: "belegt-table" }, make("thead", {}, head), make("tbody", {}, ...rows));
}

function drawHead(column) {
  const sorted = view.sort === column;
  const cell = make("th", { scope: "col", class: `belegt-${column}`,
    "aria-sort": sorted ? (view.order === "asc" ? "ascending" : "descending") : null });
  if (!SORTABLE.includes(column)) cell.append(say(column));
  else cell.append(button(say(column), {
    click: async () => {
      const first = column === "published" ? "desc" : "asc";
      const order = sorted ? (view.order === "asc" ? "desc" : "asc") : first;
      Object.assign(view, { sort: column, order, offset: 0 });
      await loadTable();
      find(`th.belegt-${column} button`, table.body)?.focus();
    },
  }));
  return cell;
}

function drawCell(article, column) {
  const value = { published: formatDay(article.published), words: count(article.words) }[column] ?? article[column];
  if (column !== "title")
    return make("td", { class: `belegt-${column}${value ? "" : " belegt-none"}` }, value || "–");
  const read = button(article.title, {
    class: "belegt-read", lang: article.language,
    click: () => document.dispatchEvent(
      new CustomEvent("belegt:read", { detail: { article: article.id, back: say("back") } })),
  });
  const behind = article.duplicate_of ? make("span", { class: "belegt-behind-note" }, say("behind")) : null;
  return make("th", { scope: "row", class: "belegt-title" }, read, behind);
}

function drawPager() {
  const { total } = listed;
  const last = Math.min(view.offset + PER_PAGE, total);
  const step = (words, offset, possible) =>
    button(say(words), { disabled: !possible, click: async () => {
      view.offset = offset;
      await loadTable();
      table.place.scrollTo?.({ top: 0 });
      table.body.scrollTop = 0;
    } });
  table.pager.setAttribute("aria-label", say("collection"));
  table.pager.replaceChildren(...(total <= PER_PAGE ? [] : [
    step("previous", Math.max(view.offset - PER_PAGE, 0), view.offset > 0),
    make("span", {}, say("range", { first: count(view.offset + 1), last: count(last), total: count(total) })),
    step("next", view.offset + PER_PAGE, last < total),
  ]));
}
