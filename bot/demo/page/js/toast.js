/** A short notice that goes away by itself. */

import { byId } from "./dom.js";

let timer = 0;

/** @param {string} text */
export function toast(text) {
  const element = byId("toast");
  element.textContent = text;
  element.classList.add("shown");
  clearTimeout(timer);
  // Long enough to read: about 15 characters a second, at least 3 s.
  timer = setTimeout(() => element.classList.remove("shown"), Math.max(3000, text.length * 65));
}
