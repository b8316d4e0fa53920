/** The buttons under a bubble. */

import { el, icon } from "./dom.js";

/** @typedef {import("./types.js").InlineButton} InlineButton */

/**
 * @param {InlineButton[][]} rows
 * @param {(button: InlineButton) => Promise<void>} onTap  settles when the bot has answered
 */
export function inlineKeyboard(rows, onTap) {
  return el(
    "div",
    { class: "inline-keyboard", role: "group", "aria-label": "Pilihan" },
    ...rows.map((row) => el("div", { class: "button-row" }, ...row.map((button) => inlineButton(button, onTap)))),
  );
}

/** Words longer than a narrow bubble may be broken; all others stay whole. */
export const LONG_WORD = /\S{20}/;

/** @param {InlineButton} button  @param {(button: InlineButton) => Promise<void>} onTap */
function inlineButton(button, onTap) {
  const hooks = { class: `inline-button ${LONG_WORD.test(button.label) ? "long-word" : ""}`.trim(), "data-testid": "inline-button" };
  const label = el("span", { class: "inline-label" }, button.label);
  if (button.url) {
    const opens = { href: button.url, target: "_blank", rel: "noopener noreferrer", "data-url": button.url };
    return el("a", { ...hooks, ...opens, title: button.url }, label, icon("out", "corner"), el("span", { class: "visually-hidden" }, " (buka tab baru)"));
  }
  const element = el("button", { ...hooks, type: "button", "data-data": button.data }, label, button.copy !== null && icon("copy", "corner"));
  element.addEventListener("click", async () => {
    if (element.getAttribute("aria-busy") === "true") return;
    element.setAttribute("aria-busy", "true");
    try {
      await onTap(button);
    } finally {
      element.removeAttribute("aria-busy");
    }
  });
  return element;
}
