// The search of the static edition: looks through an index of the events, on the reader's own machine.
"use strict";
(() => {
  const form = document.querySelector("form[data-index]");
  const results = document.querySelector("[data-results]");
  if (!form || !results) return;
  const heading = results.querySelector("h2");
  const MOST = 200;
  // The same folding as the ledger's own search: case, marks, Arabic letter forms.
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[أإآٱ]/g, "ا").replace(/ى/g, "ي").replace(/ة/g, "ه").replace(/ـ/g, "");
  let index = null;

  const load = async () => {
    if (!index) {
      index = await (await fetch(form.dataset.index)).json();
      for (const row of index.events) row.folded = fold([row[3], row[4], row[5], ...row[11].map((a) => `${a} ${index.actors[a]}`)].join(" "));
    }
    return index;
  };

  const who = (given) => {
    const wanted = fold(given.trim());
    return wanted && (Object.keys(index.actors).find((id) => fold(id) === wanted || fold(index.actors[id]) === wanted) || "?");
  };

  const element = (name, attributes, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  const show = (row) => {
    const [id, day, dates, summary, evidence, outlet, language, , mode, quad] = row;
    const meta = element("p", { class: "meta" }, element("time", { datetime: day }, dates), " ", element("span", { class: `quad ${quad}` }, mode));
    const title = element("h3", {}, element("a", { href: `${form.dataset.event}${encodeURIComponent(id)}.html` }, summary));
    const quote = element("blockquote", { class: "evidence", lang: language, dir: "auto" }, evidence);
    return element("article", { class: "event" }, meta, title, quote, element("p", { class: "meta" }, element("bdi", {}, outlet)));
  };

  const search = async () => {
    const asked = Object.fromEntries(new FormData(form));
    await load();
    const words = fold(asked.q || "").split(/\s+/).filter(Boolean);
    const [one, other] = [who(asked.actor || ""), who(asked.other || "")];
    const found = index.events.filter((row) =>
      (!one || row[11].includes(one)) && (!other || row[11].includes(other)) && (!asked.type || row[7] === asked.type) &&
      (!asked.quad || row[9] === asked.quad) && (asked.status === "all" || row[10] === (asked.status || "actual")) &&
      (!asked.since || row[1] >= asked.since) && (!asked.until || (row[1] && row[1] <= asked.until)) &&
      (!asked.language || row[6] === asked.language) && (!asked.outlet || fold(row[5]).includes(fold(asked.outlet))) &&
      words.every((word) => row.folded.includes(word)));
    results.replaceChildren(heading, ...(found.length ? found.slice(0, MOST).map(show) : [element("p", { class: "empty", role: "status" }, form.dataset.none)]));
    results.dataset.found = found.length;
  };

  const given = new URLSearchParams(location.search);
  for (const [key, value] of given) if (form.elements[key]) form.elements[key].value = key === "actor" || key === "other" ? value : value;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    try { history.replaceState(null, "", `?${asked}`); } catch { /* from a disk the address stays */ }
    search();
  });
  if ([...given].some(([, value]) => value)) search();
})();
