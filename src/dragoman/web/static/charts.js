// Charts that answer: once a picture comes into view, Vega-Lite draws the same chart in its place, in the theme and width of the page, with
// words over its marks and links behind them. Where anything fails the picture stays. What is done here to a spec, render.py does to it too.
"use strict";
(() => {
  const MARGIN = 56, LETTER = 7, WORLD = "world.json";
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

  // Legends of languages that are read from the right have each row turned round.
  const turned = (spec, columns) => {
    if (Array.isArray(spec)) return spec.map((part) => turned(part, columns));
    if (!isMap(spec)) return spec;
    const out = {};
    for (const [key, value] of Object.entries(spec)) out[key] = WITH_LEGENDS.includes(key) ? turned(value, columns) : value;
    if (out.values && out.encode) {
      const labels = out.values, many = out.columns ?? columns;
      out.values = [];
      for (let at = 0; at < labels.length; at += many) out.values.push(...labels.slice(at, at + many).reverse());
    }
    return out;
  };

  const dressed = async (spec, theme, width) => {
    const themes = await readOnce("themes.json");
    const sizes = spec.usermeta.sizes;
    const config = merged(merged(themes.base, themes[theme]), spec.config);
    const columns = columnsOf(width, sizes);
    config.legend.columns = columns;
    const out = { ...turned(spec, columns), config };
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
      this.drawn = null;
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
      this.state = `${theme} ${width}`;
      const inside = document.createElement("div");
      inside.setAttribute("aria-hidden", "true");  // the label of the place says it in the reader's language, Vega would in English
      const spec = await dressed(this.spec, theme, width);
      const made = await globalThis.vegaEmbed(inside, spec, {
        mode: "vega-lite", renderer: "svg", ast: true, actions: false, defaultStyle: false,
        tooltip: { disableDefaultStyle: true, theme: "page" },
      });
      this.drawn?.finalize();
      this.drawn = made;
      this.place.replaceChildren(inside);
      this.picture.hidden = true;
      this.figure.dataset.drawn = theme;
    }
  }

  const figures = new Map();
  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      watcher.unobserve(entry.target);
      const figure = new Figure(entry.target);
      figures.set(entry.target, figure);
      figure.start();
    }
  }, { rootMargin: "300px" });
  for (const figure of document.querySelectorAll("figure[data-chart]")) if (figure.querySelector("img")) watcher.observe(figure);

  const redraw = () => { for (const figure of figures.values()) figure.later(); };
  document.addEventListener("themechange", redraw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
})();
