/* Articles added, removed and mended, where the operator has allowed it (`editable`). */

const MOST_BYTES = 250_000_000; // what one upload may hold, as the server has it
const MENDABLE = ["title", "source", "author", "published", "section"];
const BY_HAND = "edited by hand"; // how the server says that somebody did

const send = (path, wish) =>
  fetchJson(`/api/collection/${path}`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(wish),
  });

/* After any change: what can be chosen, the table, and the welcome of the conversation. */
async function refresh() {
  await loadFacets();
  await loadTable();
  greet();
}

/* --- What is offered above the table and in it --- */

function drawActions() {
  const picker = make("input", { type: "file", multiple: true, hidden: true,
    change: () => { void upload([...picker.files]); picker.value = ""; } });
  const adding = button(say("add"), { class: "belegt-action belegt-main", click: () => picker.click() });
  const ticked = selected.size;
  const removing = ticked
    ? button(ticked === 1 ? say("remove_one") : say("remove_many", { count: count(ticked) }),
      { class: "belegt-action", click: () => askToRemove([...selected]) })
    : null;
  table.actions.replaceChildren(...[removing, adding, picker].filter(Boolean));
}

function drawTick({ id, title }) {
  const box = make("input", { type: "checkbox", class: "belegt-box", checked: selected.has(id),
    "aria-label": say("tick", { title }),
    change: () => { box.checked ? selected.set(id, title) : selected.delete(id); drawActions(); markAll(); } });
  return box;
}

function drawTickAll() {
  const box = make("input", { type: "checkbox", class: "belegt-box belegt-tick-all", "aria-label": say("tick_all"),
    change: () => {
      for (const { id, title } of listed.articles) box.checked ? selected.set(id, title) : selected.delete(id);
      for (const other of findAll("tbody .belegt-box", table.body)) other.checked = box.checked;
      drawActions();
    } });
  box.checked = listed.articles.every(({ id }) => selected.has(id));
  return box;
}

function markAll() {
  const box = find(".belegt-tick-all", table.body);
  if (box) box.checked = listed.articles.every(({ id }) => selected.has(id));
}

const drawMend = (article) =>
  button(say("mend"), { class: "belegt-mend-button", "aria-label": say("mend_title", { title: article.title }),
    click: () => void openMending(article.id) });

/* --- Dialogues and the line that tells what happened --- */

function openDialog(heading, ...children) {
  find(".belegt-told")?.remove();
  const box = make("dialog", { class: "belegt-dialog", "aria-label": heading },
    make("h2", {}, heading), ...children.filter(Boolean));
  box.addEventListener("close", () => box.remove());
  document.body.querySelector(".gradio-container").append(box);
  box.showModal();
  return box;
}

function tell(words, undo) {
  find(".belegt-told")?.remove();
  const line = make("div", { class: "belegt-told", role: "status" }, make("span", {}, words),
    undo ? button(say("undo"), { click: async () => {
      line.remove();
      try {
        await undo();
        await refresh();
        tell(say("undone"));
      } catch (error) { tell(error.message); }
    } }) : null,
    button("×", { class: "belegt-told-close", "aria-label": say("close"), click: () => line.remove() }));
  find("#belegt-collection").append(line);
}

/* --- Removing --- */

function askToRemove(articles) {
  const one = articles.length === 1;
  const box = openDialog(one ? say("remove_sure_one") : say("remove_sure", { count: count(articles.length) }),
    make("ul", {}, ...articles.slice(0, 6).map(([, title]) => make("li", {}, title)),
      articles.length > 6 ? make("li", {}, say("and_more", { count: count(articles.length - 6) })) : null),
    make("p", { class: "belegt-dialog-note" }, say("remove_note")),
    make("div", { class: "belegt-dialog-actions" },
      button(say("cancel"), { class: "belegt-action", click: () => box.close() }),
      button(say("remove"), { class: "belegt-action belegt-main", click: remove })));

  async function remove(event) {
    event.target.disabled = true;
    try {
      const { undo } = await send("remove", { ids: articles.map(([id]) => id) });
      for (const [id] of articles) selected.delete(id);
      box.close();
      await refresh();
      tell(one ? say("removed_one") : say("removed", { count: count(articles.length) }),
        () => send("undo", { token: undo }));
    } catch (error) {
      box.close();
      const gone = error.content?.gone ?? []; // somebody else has removed them meanwhile
      const titles = gone.map((id) => selected.get(id) ?? id);
      for (const id of gone) selected.delete(id);
      if (gone.length) await refresh();
      tell(gone.length ? say("gone", { titles: titles.join("; ") }) : error.message);
    }
  }
}

/* --- Mending --- */

async function openMending(id) {
  let article;
  try {
    article = await fetchJson(`/api/articles/${encodeURIComponent(id)}`);
  } catch (error) { return tell(error.message); }
  const inputs = {};
  const fields = MENDABLE.map((name) => {
    inputs[name] = make("input", { class: "belegt-field", name, value: article[name] ?? "", maxlength: 1000,
      type: name === "published" ? "date" : "text", required: name === "title" });
    const edited = article.origins[name] === BY_HAND;
    return make("div", { class: "belegt-mending" }, make("label", {}, say(name), inputs[name]),
      edited ? make("p", {}, `${say("by_hand")} `, button(say("take_back"), {
        class: "belegt-link", click: () => void change({}, [name]) })) : null);
  });
  const problem = make("p", { class: "belegt-problem", role: "alert", hidden: true });
  const form = make("form", { method: "dialog", submit: save }, ...fields, problem,
    make("div", { class: "belegt-dialog-actions" },
      button(say("cancel"), { class: "belegt-action", click: () => box.close() }),
      make("button", { type: "submit", class: "belegt-action belegt-main" }, say("save"))));
  const box = openDialog(say("mend_heading"), form);

  function save(event) {
    event.preventDefault();
    const given = Object.fromEntries(MENDABLE
      .filter((name) => inputs[name].value !== (article[name] ?? ""))
      .map((name) => [name, inputs[name].value]));
    if (Object.keys(given).length) void change(given, []);
    else box.close();
  }

  async function change(fields, undo) {
    const names = [...Object.keys(fields), ...undo];
    const before = names.filter((name) => article.origins[name] === BY_HAND);
    try {
      await send("edit", { id, fields, undo });
    } catch (error) {
      problem.textContent = error.message;
      problem.hidden = false;
      return;
    }
    box.close();
    await refresh();
    tell(say("mended"), () => send("edit", { id,
      fields: Object.fromEntries(before.map((name) => [name, article[name] ?? ""])),
      undo: names.filter((name) => !before.includes(name)) }));
  }
}

/* --- Adding --- */

async function upload(files) {
  if (!files.length) return;
  if (files.reduce((sum, file) => sum + file.size, 0) > MOST_BYTES) return tell(say("too_large"));
  const form = new FormData();
  for (const file of files) form.append("files", file, file.webkitRelativePath || file.name);
  const bar = make("progress", { max: 1 });
  const line = make("p", {}, say("sending"));
  const box = openDialog(say("adding"), bar, line);
  box.addEventListener("cancel", (event) => event.preventDefault()); // it can't be called back
  let report;
  try {
    const reply = await fetch("/api/collection/upload", { method: "POST", body: form });
    if (!reply.ok) throw new Error((await reply.json()).error);
    report = await readLines(reply, ({ step, done, of }) => {
      line.textContent = say(step, { done: count(done), of: count(of) });
      if (of) bar.value = done / of;
    });
  } catch (error) {
    box.close();
    return tell(error instanceof TypeError ? say("unreachable") : error.message);
  }
  box.close();
  await refresh();
  showReport(report);
}

/* The last of several lines of JSON; the others are told as they come. */
async function readLines(reply, onLine) {
  const reader = reply.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let last;
  for (;;) {
    const { value, done } = await reader.read();
    const lines = (rest + (value ?? "")).split("\n");
    rest = lines.pop();
    for (const line of lines.filter(Boolean)) {
      last = JSON.parse(line);
      if (last.error) throw new Error(inOwnWords(last));
      if (last.step) onLine(last);
    }
    if (done) break;
  }
  if (!last || last.step) throw new Error(say("unreachable"));
  return last;
}

function showReport(report) {
  const group = (words, items, open) => items.length
    ? make("details", { open }, make("summary", {}, `${say(words)}: ${count(items.length)}`),
      make("ul", {}, ...items))
    : null;
  const titles = (articles) => articles.map(({ title }) => make("li", {}, title));
  const skipped = report.skipped.map((item) =>
    make("li", {}, make("strong", {}, item.name), ` – ${inOwnWords({ ...item, error: item.reason })}`));
  const lines = [
    report.unchanged ? say("unchanged", { count: count(report.unchanged) }) : "",
    report.copies ? say("copies", { count: count(report.copies) }) : "",
    report.grouped ? say("grouped", { count: count(report.grouped) }) : "",
  ].filter(Boolean).map((words) => make("p", {}, words));
  const nothing = !report.new.length && !report.changed.length;
  const box = openDialog(nothing ? say("nothing_added") : say("added"),
    group("new", titles(report.new), report.new.length <= 8),
    group("changed", titles(report.changed), report.changed.length <= 8),
    ...lines, group("skipped", skipped, true),
    make("div", { class: "belegt-dialog-actions" },
      report.undo ? button(say("undo"), { class: "belegt-action", click: async () => {
        box.close();
        try {
          await send("undo", { token: report.undo });
          await refresh();
          tell(say("undone"));
        } catch (error) { tell(error.message); }
      } }) : null,
      button(say("close"), { class: "belegt-action belegt-main", autofocus: true, click: () => box.close() })));
}

const hasFiles = (event) => editable && inCollection() && event.dataTransfer?.types.includes("Files");
listen(document, "dragover", (event) => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  document.body.classList.add("belegt-dropping");
});
for (const kind of ["dragleave", "drop"])
  listen(document, kind, (event) => {
    if (kind === "drop" || !event.relatedTarget) document.body.classList.remove("belegt-dropping");
  });
listen(document, "drop", (event) => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  void upload([...event.dataTransfer.files]);
});
