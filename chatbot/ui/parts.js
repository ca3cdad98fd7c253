/* What filter and collection view share. Text reaches the page through textContent only. Gradio runs
   this once with `element`, `props` and the words of the page, `labels`, before it. */

const find = (selector, root = document) => root.querySelector(selector);
const findAll = (selector, root = document) => [...root.querySelectorAll(selector)];

window.belegtStopRooms?.abort(); // the page was built anew: let go of the listeners of the old one
const stop = (window.belegtStopRooms = new AbortController());
const listen = (target, kind, handler) =>
  target.addEventListener(kind, handler, { signal: stop.signal });

const language = () => (document.documentElement.lang === "en" ? "en" : "de");

function say(name, values = {}) {
  return labels[language()][name].replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}

const count = (number) => number.toLocaleString(language());

/* An element; attributes that are functions are listeners, true and false switch attributes. */
function make(tag, attributes = {}, ...children) {
  const part = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") part.addEventListener(name, value);
    else if (value === true) part.setAttribute(name, "");
    else if (value !== false && value != null) part.setAttribute(name, value);
  }
  part.append(...children.filter((child) => child != null));
  return part;
}

const button = (label, attributes, ...children) =>
  make("button", { type: "button", ...attributes }, label, ...children);

/* JSON from Belegt; throws an Error with a line for the reader. */
async function fetchJson(path, options = {}) {
  let reply;
  try {
    reply = await fetch(path, { signal: stop.signal, ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error(say("unreachable"));
  }
  const content = await reply.json().catch(() => ({}));
  if (!reply.ok) throw Object.assign(new Error(inOwnWords(content) ?? `${reply.status}`), { content });
  return content;
}

/* What went wrong, in the language of the page as far as the server knows it. */
const inOwnWords = ({ error, german }) => (language() === "de" ? (german ?? error) : error);

function formatDay(iso) {
  if (!iso) return "";
  const [year, month, day] = iso.split("-");
  if (language() === "de") return `${day}.${month}.${year}`;
  const months = "January February March April May June July August September October November December";
  return `${Number(day)} ${months.split(" ")[Number(month) - 1]} ${year}`;
}

/* Calls once after several calls in a row. */
function calmed(action, milliseconds) {
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...values), milliseconds);
  };
}

function whenThere(selector, action) {
  const part = find(selector);
  if (part) action(part);
  else if (!stop.signal.aborted) requestAnimationFrame(() => whenThere(selector, action));
}
