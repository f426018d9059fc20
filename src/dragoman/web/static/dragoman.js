// What pages do better with script; without it everything still works.
"use strict";
const root = document.documentElement;
const kept = (() => { try { return localStorage.getItem("theme"); } catch { return null; } })();
if (kept === "light" || kept === "dark") root.dataset.theme = kept;

const button = document.querySelector("[data-theme-switch]");
if (button) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch { /* the choice lasts for this page */ }
    document.dispatchEvent(new CustomEvent("themechange"));
  });
}

// A menu closes when the reader goes on elsewhere.
document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll(".languages details[open]")) if (!open.contains(event.target)) open.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const open of document.querySelectorAll(".languages details[open]")) open.open = false;
  if (event.key === "/" && !/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) {
    const field = document.querySelector("input[type=search], form.pair input");
    if (field) { event.preventDefault(); field.focus(); }
  }
});

// Empty fields do not clutter the address of a search.
for (const form of document.querySelectorAll("form.search")) {
  form.addEventListener("submit", () => { for (const field of form.elements) if (field.name && !field.value) field.disabled = true; });
}
addEventListener("pageshow", () => { for (const field of document.querySelectorAll("form.search [disabled]")) field.disabled = false; });
