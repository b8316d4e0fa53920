/** What a bubble shows besides text: photo, document, contact, location, sticker, voice. */

import { el, icon } from "./dom.js";
import { duration, fileSize, initials } from "./format.js";
import { openViewer } from "./viewer.js";

/** @typedef {import("./types.js").Message} Message */

const WIDEST = 420;

/** @param {Message} message  @returns {HTMLElement[]} */
export function attachments(message) {
  const parts = [];
  if (message.photo) parts.push(photo(message, message.photo));
  if (message.document) parts.push(documentRow(message.document, message.protected));
  if (message.contact) parts.push(contact(message.contact));
  if (message.location) parts.push(place(message.location));
  if (message.sticker) parts.push(el("img", { class: "sticker", src: "/page/img/sticker.svg", alt: `Stiker ${message.sticker}`, width: 140, height: 140, draggable: "false" }));
  if (message.voice !== null) parts.push(voice(message.voice));
  return parts;
}

/** @param {Message} message  @param {import("./types.js").Photo} source */
function photo(message, { url, width, height }) {
  const alt = message.text ? `Foto: ${message.text.slice(0, 120)}` : "Foto";
  const image = el("img", { src: url, alt, draggable: message.protected ? "false" : null, decoding: "async" });
  const frame = el("button", { type: "button", class: "photo", "data-testid": "photo", "aria-label": `Perbesar. ${alt}` }, image);
  // The place is kept free before the picture is there, so nothing jumps.
  const ratio = width && height ? Math.min(Math.max(width / height, 0.6), 2.4) : 4 / 3;
  frame.style.aspectRatio = String(ratio);
  frame.style.setProperty("--photo-width", `${Math.min(WIDEST, Math.round(WIDEST * Math.min(1, ratio)), width || WIDEST)}px`);
  image.addEventListener("load", () => frame.classList.add("loaded"), { once: true });
  image.addEventListener("error", () => frame.classList.add("missing"), { once: true });
  frame.addEventListener("click", () => openViewer({ url, alt, caption: message.text, mayDownload: !message.protected }));
  return frame;
}

/** @param {import("./types.js").Document} source  @param {boolean} isProtected */
function documentRow({ url, name, size }, isProtected) {
  const ending = name.includes(".") ? (name.split(".").pop() ?? "").slice(0, 4).toUpperCase() : "";
  const details = [size === null ? "" : fileSize(size), ending].filter(Boolean).join(" · ");
  const inside = [
    el("span", { class: `file-mark kind-${ending.toLowerCase()}` }, icon("file"), icon("download", "on-hover")),
    el("span", { class: "file-text" }, el("span", { class: "file-name" }, name), el("span", { class: "file-size" }, details)),
  ];
  if (isProtected) return el("div", { class: "document", "data-testid": "document" }, ...inside);
  return el("a", { class: "document", "data-testid": "document", href: url, download: name, title: `Unduh ${name}` }, ...inside);
}

/** @param {{name: string, phone: string}} source */
function contact({ name, phone }) {
  return el(
    "div",
    { class: "contact", "data-testid": "contact" },
    el("span", { class: "contact-mark", "aria-hidden": "true" }, initials(name)),
    el("span", { class: "file-text" }, el("span", { class: "file-name" }, name), el("span", { class: "file-size" }, phone || "nomor sendiri")),
  );
}

/** @param {{latitude: number, longitude: number}} source */
function place({ latitude, longitude }) {
  const numbers = `${Number(latitude).toFixed(4)}, ${Number(longitude).toFixed(4)}`;
  return el(
    "div",
    { class: "place", "data-testid": "location" },
    el("div", { class: "map" }, el("img", { src: "/page/img/map.svg", alt: "", width: 260, height: 120 }), icon("pin", "map-pin")),
    el("div", { class: "file-text" }, el("span", { class: "file-name" }, "Lokasi"), el("span", { class: "file-size" }, numbers)),
  );
}

/** @param {number} seconds */
function voice(seconds) {
  const bars = el("span", { class: "voice-bars", "aria-hidden": "true" });
  for (let i = 0; i < 24; i += 1) {
    const bar = el("i");
    bar.style.height = `${4 + Math.abs(Math.sin(i * 1.7) * 9 + Math.cos(i * 0.6) * 5)}px`;
    bars.append(bar);
  }
  return el(
    "div",
    { class: "voice", "data-testid": "voice" },
    el("span", { class: "file-mark", "aria-hidden": "true" }, icon("play")),
    el("span", { class: "file-text" }, bars, el("span", { class: "file-size" }, `Pesan suara${seconds ? ` · ${duration(seconds)}` : ""}`)),
  );
}
