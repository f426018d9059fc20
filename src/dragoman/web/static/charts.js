// Charts that answer: once a picture comes into view, Vega-Lite draws the same chart in its place, in the theme and width of the page, with
// words over its marks and links behind them. Where anything fails the picture stays. What is done here to a spec, render.py does to it too.
"use strict";
(() => {
  const MARGIN = 56, LETTER = 7, HEAD = 8, SYMBOL = 28, WORLD = "world.json";
  const WITH_LEGENDS = ["vconcat", "layer", "encoding", "color", "strokeDash", "legend"];
  const script = document.currentScript;
  const once = new Map();

  const beside = (name) => new URL(name, script.src).href;
  const read = async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return answer.json();
  };
  const readOnce = (name) => {
    if (!once.has(name)) once.set(name, read(beside(name)));
    return once.get(name);
  };
  const vega = () => {
    if (!once.has("vega")) once.set("vega", import(new URL(script.dataset.vega, document.baseURI).href));
    return once.get("vega");
  };

  const isMap = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
  const merged = (one, other) => {
    const both = { ...one };
    for (const [key, value] of Object.entries(other)) both[key] = isMap(value) && isMap(one[key]) ? merged(one[key], value) : value;
    return both;
  };

  // As many columns as fit, so that all rows of the legend are of one length.
  const columnsOf = (width, { entries, letters }) => {
    const fit = Math.floor(width / (LETTER * (letters + 5)));
    for (let n = entries; n > 1; n--) if (n <= fit && entries % n === 0) return n;
    return 1;
  };

  // A text in lines of so many letters, each of which keeps the order of its parts; a text that fits stays as it is.
  const lines = (text, letters) => {
    const marked = text.startsWith("\u2067");
    const out = [];
    let room = 0;
    for (const piece of (marked ? text.slice(1, -1) : text).match(/[\u2e80-\u9fff][\u3001\u3002\uff00-\uffef]*|[^\s\u2e80-\u9fff]+\s*|\s+/g) ?? []) {
      const long = /^[\u2e80-\u9fff]/.test(piece) ? 2 * piece.length : piece.trimEnd().length;
      if (!out.length || long > room) { out.push(""); room = letters; }
      out[out.length - 1] += piece;
      room -= long + piece.length - piece.trimEnd().length;
    }
    return out.length < 2 ? text : out.map((line) => marked ? `\u2067${line.trim()}\u2069` : line.trim());
  };

  // Legends: labels that are too long for the width in lines, and for languages that are read from the right each row turned round.
  const turned = (spec, columns, width) => {
    if (Array.isArray(spec)) return spec.map((part) => turned(part, columns, width));
    if (!isMap(spec)) return spec;
    const out = {};
    for (const [key, value] of Object.entries(spec)) out[key] = WITH_LEGENDS.includes(key) ? turned(value, columns, width) : value;
    if (out.values && out.symbolType) {
      const long = out.values.map((label) => [label, lines(label, Math.floor((width - MARGIN - SYMBOL) / LETTER))]).filter(([, said]) => Array.isArray(said));
      if (long.length) out.labelExpr = `${JSON.stringify(Object.fromEntries(long))}[datum.label] || datum.label`;
    }
    if (out.values && out.encode) {
      const labels = out.values, many = out.columns ?? columns;
      out.values = [];
      for (let at = 0; at < labels.length; at += many) out.values.push(...labels.slice(at, at + many).reverse());
    }
    return out;
  };

  const headed = (view, width) => {
    const text = view.title?.text;
    return typeof text === "string" ? { ...view, title: { ...view.title, text: lines(text, Math.floor((width - MARGIN) / HEAD)) } } : view;
  };

  const dressed = async (spec, theme, width) => {
    const themes = await readOnce("themes.json");
    const sizes = spec.usermeta.sizes;
    const config = merged(merged(themes.base, themes[theme]), spec.config);
    const columns = columnsOf(width, sizes);
    config.legend.columns = columns;
    config.legend.labelLimit = width - SYMBOL;
    const out = { ...headed(turned(spec, columns, width), width), config };
    if (out.vconcat) out.vconcat = out.vconcat.map((view) => headed(view, width));
    if (spec.vconcat) config.view = { ...config.view, continuousWidth: width - MARGIN, discreteWidth: width - MARGIN };
    else Object.assign(out, { width, autosize: { type: "fit-x", contains: "padding" } });
    if (sizes.aspect) out.height = Math.round(width / sizes.aspect);
    if (out.layer) {
      out.layer = await Promise.all(out.layer.map(async (layer) => {
        if (layer.data?.url !== WORLD) return layer;
        const { property, ...format } = layer.data.format;
        return { ...layer, data: { values: (await readOnce(WORLD))[property], format } };
      }));
    }
    return out;
  };

  const themeNow = () => {
    const chosen = document.documentElement.dataset.theme;
    return chosen || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  };

  class Figure {
    constructor(figure) {
      this.figure = figure;
      const image = figure.querySelector("img");
      this.picture = image.closest("picture") ?? image;
      this.place = document.createElement("div");
      this.place.className = "vega";
      this.place.setAttribute("role", "img");
      this.place.setAttribute("aria-label", image.alt);
      this.spec = null;
      this.drawn = [];
      this.state = "";
      this.timer = 0;
    }

    async start() {
      this.picture.before(this.place);
      try {
        this.spec = await read(new URL(this.figure.dataset.chart, document.baseURI).href);
        await vega();
        await this.draw();
        new ResizeObserver(() => this.later()).observe(this.place);
      } catch (problem) {
        this.place.remove();
        this.picture.hidden = false;
        console.warn(`the chart stays a picture: ${problem.message}`);
      }
    }

    later() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.draw().catch(() => {}), 150);
    }

    async draw() {
      const width = Math.floor(this.place.clientWidth), theme = themeNow();
      if (!this.spec || width < 100 || this.state === `${theme} ${width}`) return;
      const state = this.state = `${theme} ${width}`;
      const drawn = [await this.made(theme, width)];
      if (theme === "dark") drawn.push(await this.made("light", width));  // for paper, where nothing can be waited for
      if (this.state !== state) return;
      for (const made of this.drawn) made.result.finalize();
      this.drawn = drawn;
      this.show();
      this.picture.hidden = true;
      this.figure.dataset.drawn = theme;
    }

    async made(theme, width) {
      const inside = document.createElement("div");
      inside.setAttribute("aria-hidden", "true");  // the label of the place says it in the reader's language, Vega would in English
      const spec = await dressed(this.spec, theme, width);
      const result = await globalThis.vegaEmbed(inside, spec, {
        mode: "vega-lite", renderer: "svg", ast: true, actions: false, defaultStyle: false,
        tooltip: { disableDefaultStyle: true, theme: "page" },
      });
      return { inside, result };
    }

    show(onPaper = false) {
      if (this.drawn.length) this.place.replaceChildren(this.drawn.at(onPaper ? -1 : 0).inside);
    }
  }

  const figures = new Map();
  const start = (element) => {
    if (figures.has(element)) return;
    const figure = new Figure(element);
    figures.set(element, figure);
    figure.start();
  };
  const waiting = [...document.querySelectorAll("figure[data-chart]")].filter((figure) => figure.querySelector("img"));
  const watcher = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      watcher.unobserve(target);
      start(target);
    }
  }, { rootMargin: "300px" });
  for (const figure of waiting) watcher.observe(figure);

  // On paper all charts stand, in the light theme; one that is not drawn in time is the picture, which is light there.
  addEventListener("beforeprint", () => {
    for (const figure of waiting) figure.querySelector("img").loading = "eager";
    for (const figure of waiting) start(figure);
    for (const figure of figures.values()) figure.show(true);
  });
  addEventListener("afterprint", () => { for (const figure of figures.values()) figure.show(); });

  const redraw = () => { for (const figure of figures.values()) figure.later(); };
  document.addEventListener("themechange", redraw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
})();
