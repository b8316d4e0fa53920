/** "Data contoh": the server's hints on what can be tried; a panel on a wide screen, else a sheet. */

import { openDialog } from "./dialog.js";
import { byId, el } from "./dom.js";
import { richText } from "./richtext.js";

/**
 * @param {string} html
 * @param {(text: string) => void} onUse  a piece of sample data was chosen
 */
function content(html, onUse) {
  const body = el("div", { class: "notes-body" });
  body.append(richText(html));
  for (const code of body.querySelectorAll("code")) {
    const text = code.textContent ?? "";
    code.replaceWith(el("button", { type: "button", class: "sample", title: "Pakai di kolom pesan", onclick: () => onUse(text) }, text));
  }
  for (const command of /** @type {NodeListOf<HTMLElement>} */ (body.querySelectorAll(".command"))) {
    const use = () => onUse(command.dataset.command ?? "");
    command.addEventListener("click", use);
    command.addEventListener("keydown", (event) => event.key === "Enter" && use());
  }
  return body;
}

const HINT = "Data rekaan untuk dicoba. Tekan yang berbingkai untuk memakainya di kolom pesan.";

/** @param {string} html  @param {(text: string) => void} onUse */
export function fillNotes(html, onUse) {
  const panel = byId("notes");
  panel.hidden = !html;
  byId("app").classList.toggle("with-notes", Boolean(html));
  if (html) panel.replaceChildren(el("h2", {}, "Data contoh"), el("p", { class: "notes-hint" }, HINT), content(html, onUse));
}

/** @param {string} html  @param {(text: string) => void} onUse */
export function openNotes(html, onUse) {
  const use = (/** @type {string} */ text) => {
    dialog.close();
    onUse(text);
  };
  const dialog = openDialog({ title: "Data contoh", testid: "notes-dialog", content: [el("p", { class: "notes-hint" }, HINT), content(html, use)] });
}
