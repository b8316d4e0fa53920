/** Light and dark: the system's choice until the reader makes one, which is remembered. */

import { byId, icon } from "./dom.js";

const system = matchMedia("(prefers-color-scheme: dark)");

/** @returns {string|null} */
function remembered() {
  try {
    return localStorage.getItem("theme");
  } catch {
    return null; // Storage switched off: nothing is remembered.
  }
}

/** @param {boolean} dark */
function apply(dark) {
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  const button = byId("theme");
  button.replaceChildren(icon(dark ? "sun" : "moon"));
  button.setAttribute("aria-label", dark ? "Pakai tampilan terang" : "Pakai tampilan gelap");
  button.title = button.getAttribute("aria-label") ?? "";
  const colour = getComputedStyle(document.documentElement).getPropertyValue("--surface").trim();
  document.querySelector('meta[name="theme-color"]')?.setAttribute("content", colour);
}

export function startTheme() {
  const isDark = () => document.documentElement.dataset.theme === "dark";
  apply(isDark());
  byId("theme").addEventListener("click", () => {
    apply(!isDark());
    try {
      localStorage.setItem("theme", isDark() ? "dark" : "light");
    } catch {
      // Storage switched off: the choice holds until the page is closed.
    }
  });
  system.addEventListener("change", () => {
    if (!remembered()) apply(system.matches);
  });
}
