// Search, on the search pages only: reads ?q= from the address, looks for a code in the A to Z of the page and for words
// in the index that Pagefind wrote, and lists what it finds. At the root, where a quarter can be chosen, the index of
// each quarter's edition is merged into the root's own.

const AT_ONCE = 10;

const page = document.querySelector("[data-pagefind-root]");
const asked = new URLSearchParams(location.search);
const words = (asked.get("q") ?? "").trim();
const choice = page?.querySelector("select[name=quarter]");
const quarters = [...(choice?.options ?? [])].filter((option) => option.value);
const chosen = quarters.find((option) => option.value === asked.get("quarter"))?.value;

function element(name, className, text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

// An excerpt is HTML, of which only the words and <mark> are let through.
function excerpt(html) {
  const read = new DOMParser().parseFromString(html, "text/html");
  const text = element("p", "qd-found__text");
  for (const node of read.body.childNodes) {
    if (node.nodeName === "MARK") text.append(element("mark", "qd-found__mark", node.textContent));
    else text.append(node.textContent);
  }
  return text;
}

function entry(address, name, text) {
  const item = element("li", "qd-found__item");
  const title = element("h3", "qd-h4 qd-found__title");
  const link = element("a", "", name);
  link.href = address;
  title.append(link);
  item.append(title, text);
  return item;
}

function addressed(found) {
  return new URL(found.url, location.href).pathname;
}

// A page of one name is in every edition: at the root its quarter is said with it.
function named(found) {
  const isIn = ({ value }) => addressed(found).startsWith(new URL(`../${value}/`, location.href).pathname);
  return [found.meta.title || found.url, quarters.find(isIn)?.text].filter(Boolean).join(", ");
}

// Only the indexes that are asked for are loaded.
async function merge(pagefind) {
  const merged = quarters.filter((option) => !chosen || option.value === chosen);
  await Promise.all(
    merged.map(({ value }) =>
      pagefind.mergeIndex(new URL(`../${value}/pagefind/`, location.href).pathname, { mergeFilter: { quarter: value } }),
    ),
  );
}

// Pagefind takes a code apart at its points and strokes and then finds too much; the A to Z has every code whole.
async function withTheCode() {
  if (!/\d/.test(words)) return [];
  if (document.readyState === "loading") await new Promise((read) => addEventListener("DOMContentLoaded", read));
  const escaped = words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const code = new RegExp(`(?<![\\p{L}\\d])${escaped}(?![\\p{L}\\d])`, "iu");
  const entries = [...document.querySelectorAll(".qd-az__entry")].map((item) => [
    item.querySelector("a"),
    item.querySelector(".qd-az__note").textContent,
  ]);
  const found = entries.filter(([, note]) => code.test(note));
  // A code that is asked for whole stands before those that begin with it.
  const whole = (note) => note.toLowerCase().endsWith(words.toLowerCase());
  found.sort(([, one], [, other]) => whole(other) - whole(one));
  return found.map(([link, note]) => ({
    address: link.pathname,
    whole: whole(note),
    show: () => entry(link.pathname, link.textContent, element("p", "qd-found__text", note)),
  }));
}

// Pagefind shortens a word until something begins with it, "xylophone" down to "x": without the opening of a word it
// is no answer.
async function withTheWords(pagefind, exactly) {
  const filters = chosen ? { quarter: chosen } : {};
  const { results } = await pagefind.search(exactly ? `"${words}"` : words, { filters });
  if (results.length === 0) return [];
  const best = await results[0].data();
  const text = `${best.meta.title} ${best.content}`.toLowerCase();
  const openings = (words.toLowerCase().match(/[\p{L}\d]+/gu) ?? []).map((word) => word.slice(0, 4));
  if (!openings.some((opening) => text.includes(opening))) return [];
  return results.map((result) => ({
    address: async () => addressed(await result.data()),
    show: async () => {
      const found = await result.data();
      return entry(addressed(found), named(found), excerpt(found.excerpt));
    },
  }));
}

// A page is loaded when it is shown; sooner only where it may be listed by its code already.
async function withoutThose(known, others) {
  if (known.length === 0) return others;
  const addresses = await Promise.all(others.map((one) => one.address()));
  return others.filter((_, at) => !known.includes(addresses[at]));
}

function count(results) {
  if (results.length === 0) return `Nothing was found for “${words}”. Try fewer words, or look in the A to Z below.`;
  return `${results.length.toLocaleString("en-GB")} ${results.length === 1 ? "page" : "pages"} found for “${words}”.`;
}

async function search() {
  const status = page.querySelector("[role=status]");
  try {
    const root = new URL(page.dataset.pagefindRoot, location.href);
    const pagefind = await import(new URL("pagefind.js", root).href);
    await merge(pagefind);
    const coded = await withTheCode();
    const whole = coded.some((one) => one.whole);
    let others = await withTheWords(pagefind, whole || (choice && /\d/.test(words)));
    if (choice && others.length === 0) others = await withTheWords(pagefind, false);
    const known = coded.map((one) => one.address);
    const results = [...coded, ...(await withoutThose(known, others))];
    const list = element("ol", "qd-found");
    const more = element("button", "qd-button qd-button--plain", "Show more results");
    more.type = "button";
    let shown = 0;
    const show = async () => {
      const next = results.slice(shown, (shown += AT_ONCE));
      const items = await Promise.all(next.map((one) => one.show()));
      list.append(...items);
      more.hidden = shown >= results.length;
      return items[0];
    };
    more.addEventListener("click", async () => {
      const first = await show();
      first?.querySelector("a").focus();
    });
    await show();
    page.querySelector("[data-results]").replaceChildren(...(results.length ? [element("h2", "qd-hidden", "What was found"), list, more] : []));
    status.textContent = count(results);
  } catch {
    status.textContent = "The search could not be loaded. Every measure and action is in the A to Z below.";
  }
}

if (page && words) {
  page.querySelector("input[name=q]").value = words;
  if (chosen) choice.value = chosen;
  document.title = `${words} - ${document.title}`;
  search();
}
