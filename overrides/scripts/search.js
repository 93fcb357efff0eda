// Search, on the search page only: reads ?q= from the address, asks the index that Pagefind wrote, lists what it finds.

const AT_ONCE = 10;

const page = document.querySelector("[data-pagefind-root]");
const words = (new URLSearchParams(location.search).get("q") ?? "").trim();

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

function entry(found) {
  const item = element("li", "qd-found__item");
  const title = element("h3", "qd-h4 qd-found__title");
  const link = element("a", "", found.meta.title || found.url);
  link.href = new URL(found.url, location.href).pathname;
  title.append(link);
  item.append(title, excerpt(found.excerpt));
  return item;
}

function count(results) {
  if (results.length === 0) return `Nothing was found for “${words}”. Try fewer words, or look in the A to Z below.`;
  return `${results.length} ${results.length === 1 ? "page" : "pages"} found for “${words}”.`;
}

async function search() {
  const status = page.querySelector("[role=status]");
  try {
    const root = new URL(page.dataset.pagefindRoot, location.href);
    const pagefind = await import(new URL("pagefind.js", root).href);
    const { results } = await pagefind.search(words);
    const list = element("ol", "qd-found");
    const more = element("button", "qd-button qd-button--plain", "Show more results");
    more.type = "button";
    const show = async () => {
      const shown = list.children.length;
      const next = await Promise.all(results.slice(shown, shown + AT_ONCE).map((result) => result.data()));
      list.append(...next.map(entry));
      more.hidden = list.children.length >= results.length;
      return list.children[shown];
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
  document.title = `${words} - ${document.title}`;
  search();
}
