/** Things to send besides text: files, photos, the own contact, a place, a sticker, a voice message. */

import { openDialog } from "./dialog.js";
import { byId, el, icon } from "./dom.js";
import { fileSize } from "./format.js";
import { openMenu } from "./menu.js";

/** @typedef {import("./types.js").Outgoing} Outgoing */

/** In front of the governor's office at Samarinda; a demo must not ask for the real position. */
export const SAMPLE_PLACE = { latitude: -0.5035, longitude: 117.1503 };
const LARGEST = 20_000_000;

/** @param {(outgoing: Outgoing) => void} onSend */
export function startAttaching(onSend) {
  const picker = el("input", { type: "file", class: "visually-hidden", tabindex: -1, "aria-hidden": "true", "data-testid": "file" });
  document.body.append(picker);
  const pick = (/** @type {string} */ accept) => {
    picker.accept = accept;
    picker.click();
  };
  picker.addEventListener("change", () => {
    const [file] = picker.files ?? [];
    if (file) confirmFile(file, onSend);
    picker.value = "";
  });
  const button = byId("attach");
  button.addEventListener("click", () =>
    openMenu(
      button,
      [
        { icon: "photo", label: "Foto", act: () => pick("image/*"), testid: "attach-photo" },
        { icon: "file", label: "Berkas", act: () => pick(""), testid: "attach-file" },
        { icon: "contact", label: "Bagikan kontak saya", act: () => onSend({ contact: "own" }), testid: "attach-contact" },
        { icon: "pin", label: "Bagikan lokasi (contoh: Samarinda)", act: () => onSend({ location: SAMPLE_PLACE }), testid: "attach-location" },
        { icon: "sticker", label: "Stiker", act: () => onSend({ sticker: true }), testid: "attach-sticker" },
        { icon: "mic", label: "Pesan suara (contoh)", act: () => onSend({ voice: true }), testid: "attach-voice" },
      ],
      "Lampirkan",
    ),
  );
  acceptDrops((file) => confirmFile(file, onSend));
}

/**
 * Shows the file before it goes out, with room for a caption.
 * @param {File} file
 * @param {(outgoing: Outgoing) => void} onSend
 */
export function confirmFile(file, onSend) {
  const image = file.type.startsWith("image/");
  const tooLarge = file.size > LARGEST;
  const url = image ? URL.createObjectURL(file) : "";
  const caption = el("textarea", { class: "caption", rows: 1, maxlength: 1024, placeholder: "Tambahkan keterangan…", "aria-label": "Keterangan", "data-testid": "caption" });
  const send = () => {
    if (tooLarge) return;
    dialog.close();
    onSend({ file, caption: caption.value.trim() });
  };
  const dialog = openDialog({
    title: image ? "Kirim foto" : "Kirim berkas",
    testid: "file-dialog",
    content: [
      image
        ? el("img", { class: "file-preview", src: url, alt: file.name })
        : el("div", { class: "document" }, el("span", { class: "file-mark" }, icon("file")), el("span", { class: "file-text" }, el("span", { class: "file-name" }, file.name), el("span", { class: "file-size" }, fileSize(file.size)))),
      tooLarge ? el("p", { class: "problem", role: "alert" }, `Berkas terlalu besar: paling besar ${fileSize(LARGEST)}.`) : caption,
    ],
    buttons: [
      el("button", { type: "button", class: "text-button", onclick: () => dialog.close() }, "Batal"),
      el("button", { type: "submit", class: "solid-button", disabled: tooLarge, "data-testid": "file-send" }, "Kirim"),
    ],
    onSubmit: send,
  });
  caption.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
  if (!tooLarge) caption.focus();
}

/** @param {(file: File) => void} onFile */
function acceptDrops(onFile) {
  const chat = byId("chat");
  const carriesFile = (/** @type {DragEvent} */ event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!carriesFile(event)) return;
    event.preventDefault();
    chat.classList.add("dropping");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) chat.classList.remove("dropping");
  });
  document.addEventListener("drop", (event) => {
    if (!carriesFile(event)) return;
    event.preventDefault();
    chat.classList.remove("dropping");
    const [file] = event.dataTransfer?.files ?? [];
    if (file) onFile(file);
  });
}
