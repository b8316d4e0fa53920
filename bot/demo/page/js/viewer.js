/** A photo in full size. */

import { el, icon } from "./dom.js";

/** @param {{url: string, alt: string, caption: string, mayDownload: boolean}} photo */
export function openViewer({ url, alt, caption, mayDownload }) {
  const close = () => dialog.close();
  const image = el("img", { src: url, alt, class: mayDownload ? "" : "protected", draggable: "false" });
  const dialog = el(
    "dialog",
    { class: "viewer", "aria-label": alt, "data-testid": "viewer" },
    el(
      "div",
      { class: "viewer-bar" },
      mayDownload && el("a", { class: "icon-button", href: url, download: "foto", "aria-label": "Unduh foto" }, icon("download")),
      el("button", { type: "button", class: "icon-button", "aria-label": "Tutup", onclick: close }, icon("close")),
    ),
    el("div", { class: "viewer-stage" }, image),
    caption && el("p", { class: "viewer-caption" }, caption),
  );
  image.addEventListener("click", () => dialog.classList.toggle("zoomed"));
  if (!mayDownload) dialog.addEventListener("contextmenu", (event) => event.preventDefault());
  dialog.addEventListener("click", (event) => {
    if (event.target instanceof Element && !event.target.closest("img, .viewer-bar")) close();
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
