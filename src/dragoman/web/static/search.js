// The search of the static edition: looks through an index of the events, on the reader's own machine. The index comes as scripts, which a
// page may load from a disk too, once something is searched for.
"use strict";
(() => {
  const form = document.querySelector("form[data-index]");
  const results = document.querySelector("[data-results]");
  if (!form || !results) return;
  const heading = results.querySelector("h2");
  const number = new Intl.NumberFormat(`${document.documentElement.lang}-u-nu-latn`);
  // The same folding as the ledger's own search: case, marks, Arabic letter forms.
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[أإآٱ]/g, "ا").replace(/ى/g, "ي").replace(/ة/g, "ه").replace(/ـ/g, "");
  const parts = new Map();
  let known = null;  // the names of actors, and of each event its row by name

  const element = (name, attributes, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  const script = (address) => {
    if (!parts.has(address)) parts.set(address, new Promise((found, failed) => {
      const made = element("script", { src: address });
      made.addEventListener("load", found);
      made.addEventListener("error", () => { parts.delete(address); failed(new Error(address)); });
      document.head.append(made);
    }));
    return parts.get(address);
  };

  const load = async () => {
    if (known) return;
    await Promise.all([script(form.dataset.index), script(form.dataset.told)]);
    const { index, told } = globalThis.searched;
    const events = index.events.map(([id, since, until, dates, summary, type, mode, kind, quad, status, actors, recipients]) => {
      const reports = told.events[id].map(([place, said]) => {
        const [outlet, language, title] = told.articles[place];
        return { outlet, language, title, said };
      });
      const words = [summary, ...reports.flatMap((r) => [r.outlet, r.title, r.said]), ...[...actors, ...recipients].map((a) => `${a} ${index.actors[a]}`)];
      return { id, since, until, dates, summary, type, mode, kind, quad, status, actors, recipients, reports, folded: fold(words.join(" ")) };
    });
    known = { actors: index.actors, events };
  };

  const who = (given) => {
    const wanted = fold(given.trim());
    return wanted && (Object.keys(known.actors).find((id) => fold(id) === wanted || fold(known.actors[id]) === wanted) || "?");
  };

  // As the ledger has it: one side acts on the other, or all act together.
  const between = ({ actors, recipients }, one, other, directed) => {
    if (!one || !other) return !(one || other) || [...actors, ...recipients].includes(one || other);
    const forth = actors.includes(one) && recipients.includes(other);
    if (one === other) return forth;
    const together = !recipients.length && actors.includes(one) && actors.includes(other);
    return forth || together || (!directed && actors.includes(other) && recipients.includes(one));
  };

  const show = ({ id, since, dates, kind, quad, summary, reports: [{ said, language, outlet }] }) => {
    const meta = element("p", { class: "meta" }, element("time", { datetime: since }, dates), " ", element("span", { class: `quad ${quad}` }, kind));
    const title = element("h3", {}, element("a", { href: `${form.dataset.event}${encodeURIComponent(id)}.html` }, summary));
    const quote = element("blockquote", { class: "evidence", lang: language, dir: "auto" }, said);
    return element("article", { class: "event" }, meta, title, quote, element("p", { class: "meta" }, element("bdi", {}, outlet)));
  };

  const found = (asked) => {
    const words = fold(asked.q || "").split(/\s+/).filter(Boolean);
    const [one, other] = [who(asked.actor || ""), who(asked.other || "")];
    const outlet = fold(asked.outlet || "");
    return known.events.filter((e) =>
      between(e, one, other, asked.directed === "1") && (!asked.type || e.type === asked.type) && (!asked.mode || e.mode === asked.mode) &&
      (!asked.quad || e.quad === asked.quad) && (asked.status === "all" || e.status === (asked.status || "actual")) &&
      (!asked.since || (asked.began === "1" ? e.since : e.until) >= asked.since) && (!asked.until || (e.since && e.since <= asked.until)) &&
      e.reports.some((r) => (!asked.language || r.language === asked.language) && fold(r.outlet).includes(outlet)) &&
      words.every((word) => e.folded.includes(word)));
  };

  const search = async () => {
    const side = document.querySelector(".columns > .side");  // how all events divide, which says nothing of what was found
    if (side) side.hidden = true;
    results.replaceChildren(heading);
    delete results.dataset.found;
    try {
      await load();
    } catch {
      results.append(element("p", { class: "problem", role: "alert" }, form.dataset.failed));
      return;
    }
    const events = found(Object.fromEntries(new FormData(form)));
    const most = Number(form.dataset.most);
    if (events.length > most) {
      const told = form.dataset.some.replace("{shown}", number.format(most)).replace("{found}", number.format(events.length));
      results.append(element("p", { class: "note", role: "status" }, told));
    }
    results.append(...(events.length ? events.slice(0, most).map(show) : [element("p", { class: "empty", role: "status" }, form.dataset.none)]));
    results.dataset.found = events.length;
  };

  const given = new URLSearchParams(location.search);
  for (const name of ["mode", "directed", "began"]) if (given.get(name)) form.append(element("input", { type: "hidden", name, value: "" }));
  for (const [key, value] of given) if (form.elements[key]) form.elements[key].value = value;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    try { history.replaceState(null, "", `?${asked}`); } catch { /* from a disk the address stays */ }
    search();
  });
  if ([...given].some(([, value]) => value)) search();
})();
