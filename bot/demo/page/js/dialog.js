/** A modal sheet with a title, some content and buttons. */

import { el, icon } from "./dom.js";

/**
 * @param {object} options
 * @param {string} options.title
 * @param {(Node|string)[]} options.content
 * @param {Node[]} [options.buttons]
 * @param {() => void} [options.onSubmit]  Enter or the button of type submit
 * @param {string} options.testid
 * @returns {HTMLDialogElement} already open; it removes itself when closed
 */
export function openDialog({ title, content, buttons = [], onSubmit, testid }) {
  const form = el(
    "form",
    { method: "dialog", class: "sheet" },
    el(
      "div",
      { class: "sheet-head" },
      el("h2", { id: "sheet-title" }, title),
      el("button", { type: "button", class: "icon-button", "aria-label": "Tutup", onclick: () => dialog.close() }, icon("close")),
    ),
    el("div", { class: "sheet-body" }, ...content),
    buttons.length > 0 && el("div", { class: "sheet-foot" }, ...buttons),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    onSubmit?.();
  });
  const dialog = el("dialog", { class: "dialog", "aria-labelledby": "sheet-title", "data-testid": testid }, form);
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
