/** A small menu near a button, a message or the pointer. */

import { byId, el, icon } from "./dom.js";

/** @typedef {{icon: string, label: string, act: () => void, testid?: string}} Item */

const GAP = 8;

/** @type {() => void} */
let closeCurrent = () => undefined;

/**
 * @param {HTMLElement|{x: number, y: number}} at
 * @param {Item[]} items
 * @param {string} label
 */
export function openMenu(at, items, label) {
  closeCurrent();
  const opener = /** @type {HTMLElement|null} */ (document.activeElement);
  const menu = el("div", { class: "menu", role: "menu", popover: "manual", "aria-label": label, "data-testid": "menu" });
  const close = () => {
    document.removeEventListener("pointerdown", pressedElsewhere, true);
    window.removeEventListener("resize", close);
    if (at instanceof HTMLElement) at.removeAttribute("aria-expanded");
    if (menu.contains(document.activeElement)) opener?.focus({ preventScroll: true });
    menu.remove();
    closeCurrent = () => undefined;
  };
  // Not popover="auto": that would close the menu when the finger of a long press is lifted.
  const pressedElsewhere = (/** @type {PointerEvent} */ event) => {
    if (!menu.contains(/** @type {Node} */ (event.target))) close();
  };
  for (const item of items) {
    const row = el("button", { type: "button", class: "menu-item", role: "menuitem", tabindex: -1, "data-testid": item.testid }, icon(item.icon), el("span", {}, item.label));
    row.addEventListener("click", () => {
      close();
      item.act();
    });
    menu.append(row);
  }
  byId("chat").append(menu);
  menu.showPopover();
  place(menu, at);
  if (at instanceof HTMLElement) at.setAttribute("aria-expanded", "true");
  closeCurrent = close;
  document.addEventListener("pointerdown", pressedElsewhere, true);
  window.addEventListener("resize", close);
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      close();
    } else walk(menu, event);
  });
  /** @type {HTMLElement|null} */ (menu.querySelector(".menu-item"))?.focus({ preventScroll: true });
}

/** @param {HTMLElement} menu  @param {KeyboardEvent} event */
function walk(menu, event) {
  const rows = /** @type {HTMLElement[]} */ ([...menu.querySelectorAll(".menu-item")]);
  const at = rows.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const to = { ArrowDown: rows[(at + 1) % rows.length], ArrowUp: rows.at(at - 1), Home: rows[0], End: rows.at(-1) }[event.key];
  if (to) {
    event.preventDefault();
    to.focus();
  }
}

/** @param {HTMLElement} menu  @param {HTMLElement|{x: number, y: number}} at */
function place(menu, at) {
  const { width, height } = menu.getBoundingClientRect();
  const box = at instanceof HTMLElement ? at.getBoundingClientRect() : new DOMRect(at.x, at.y, 0, 0);
  const roomBelow = innerHeight - box.bottom;
  const top = roomBelow > height + GAP * 2 ? box.bottom + 4 : box.top - height - 4;
  const left = box.left + width + GAP > innerWidth ? box.right - width : box.left;
  menu.style.top = `${Math.max(GAP, Math.min(top, innerHeight - height - GAP))}px`;
  menu.style.left = `${Math.max(GAP, Math.min(left, innerWidth - width - GAP))}px`;
}
