/** One message of the timeline. */

import { attachments } from "./attachments.js";
import { isEditable } from "./chat.js";
import { el, icon } from "./dom.js";
import { fullTime, time } from "./format.js";
import { inlineKeyboard } from "./inline_keyboard.js";
import { plainText, richText } from "./richtext.js";

/** @typedef {import("./types.js").Message} Message */

/**
 * @typedef {object} Surroundings
 * @property {boolean} first  of a run of messages by the same author
 * @property {boolean} last
 * @property {boolean} read  the bot has reacted to it
 * @property {Message|undefined} answered  the message this one replies to
 */

/**
 * @typedef {object} Actions
 * @property {(message: Message, button: import("./types.js").InlineButton) => Promise<void>} tap
 * @property {(message: Message, at: {x: number, y: number}|HTMLElement) => void} menu
 * @property {(message: Message) => void} edit
 * @property {(message: Message) => void} reply
 * @property {(message: Message) => void} resend
 * @property {(id: number) => void} jump
 */

const ONLY_EMOJI = /^(?:\p{Extended_Pictographic}[\p{Emoji_Modifier}\u200d\ufe0f\p{Extended_Pictographic}]*\s*){1,3}$/u;

/**
 * Fills `element` with the message (again, when it was edited).
 * @param {HTMLElement} element
 * @param {Message} message
 * @param {Surroundings} around
 * @param {Actions} actions
 */
export function fillBubble(element, message, around, actions) {
  const own = message.from === "person";
  const media = attachments(message);
  const hasText = Boolean(message.html || message.text);
  const bigEmoji = hasText && !media.length && !message.buttons.length && ONLY_EMOJI.test(message.text.trim());
  const classes = [
    "message",
    own ? "out" : "in",
    around.first && "first",
    around.last && "last",
    message.protected && "protected",
    (message.sticker || bigEmoji) && "bare",
    bigEmoji && "big-emoji",
    message.photo && "has-photo",
    message.photo && !hasText && "photo-only",
    element.classList.contains("fresh") && "fresh",
  ];
  element.className = classes.filter(Boolean).join(" ");
  element.dataset.from = message.from;
  if (message.id !== null) element.dataset.messageId = String(message.id);
  element.dataset.delivery = message.delivery;
  element.dataset.edited = String(message.edited);
  element.dataset.protected = String(message.protected);
  element.setAttribute("aria-label", `${own ? "Anda" : "Bot"}, ${time(message.date)}${message.edited ? ", diedit" : ""}`);

  const meta = metaLine(message, around.read);
  const bubble = el("div", { class: "bubble" }, around.answered && quote(around.answered, actions), ...media);
  if (hasText) {
    const text = el("div", { class: "text", "data-testid": "text", dir: "auto" });
    text.append(message.html ? richText(message.html) : plainText(message.text));
    text.append(metaRoom(message));
    bubble.append(text);
  }
  bubble.append(meta);

  const column = el("div", { class: "column" }, bubble);
  if (message.buttons.length) column.append(inlineKeyboard(message.buttons, (button) => actions.tap(message, button)));
  if (message.delivery === "failed") column.append(failedLine(message, actions));
  element.replaceChildren(column, hoverActions(message, actions));
}

/** @param {Message} message  @param {boolean} read */
function metaLine(message, read) {
  const parts = [];
  if (message.protected) parts.push(el("span", { class: "lock", title: "Pesan ini tidak bisa disalin" }, icon("lock"), el("span", { class: "visually-hidden" }, "tidak bisa disalin")));
  if (message.edited) parts.push(el("span", {}, "diedit"));
  parts.push(el("time", { datetime: message.date.toISOString(), title: fullTime(message.date) }, time(message.date)));
  if (message.from === "person") parts.push(deliveryMark(message.delivery, read));
  return el("span", { class: "meta" }, ...parts);
}

/** Keeps the end of the last line free for the time in the corner. @param {Message} message */
function metaRoom(message) {
  const room = el("span", { class: "meta-room", "aria-hidden": "true" });
  const characters = 5 + (message.edited ? 6.5 : 0);
  const marks = (message.protected ? 17 : 0) + (message.from === "person" ? 21 : 0);
  room.style.width = `calc(${characters}ch + ${marks + 8}px)`;
  return room;
}

/** @param {Message["delivery"]} delivery  @param {boolean} read */
function deliveryMark(delivery, read) {
  const [name, words] =
    delivery === "sending" ? ["clock", "sedang dikirim"] : delivery === "failed" ? ["alert", "gagal terkirim"] : read ? ["ticks", "dibaca bot"] : ["tick", "terkirim"];
  return el("span", { class: `delivery ${name}`, title: words }, icon(name), el("span", { class: "visually-hidden" }, words));
}

/** @param {Message} answered  @param {Actions} actions */
function quote(answered, actions) {
  return el(
    "button",
    { type: "button", class: "quote", onclick: () => answered.id !== null && actions.jump(answered.id) },
    el("b", {}, answered.from === "bot" ? "Bot" : "Anda"),
    el("span", {}, summary(answered)),
  );
}

/** One line that stands for a message. @param {Message} message */
export function summary(message) {
  if (message.text) return message.text.replace(/\s+/g, " ").slice(0, 140);
  if (message.photo) return "Foto";
  if (message.document) return message.document.name;
  if (message.contact) return "Kontak";
  if (message.location) return "Lokasi";
  if (message.sticker) return "Stiker";
  return message.voice === null ? "" : "Pesan suara";
}

/** @param {Message} message  @param {Actions} actions */
function failedLine(message, actions) {
  return el(
    "p",
    { class: "failed" },
    "Belum terkirim. ",
    el("button", { type: "button", class: "text-button", "data-testid": "resend", onclick: () => actions.resend(message) }, "Coba lagi"),
  );
}

/** @param {Message} message  @param {Actions} actions */
function hoverActions(message, actions) {
  const button = (/** @type {string} */ name, /** @type {string} */ label, /** @type {() => void} */ act) =>
    el("button", { type: "button", class: "hover-action", tabindex: -1, "aria-label": label, title: label, "data-testid": `hover-${name}`, onclick: act }, icon(name));
  return el(
    "div",
    { class: "hover-actions" },
    isEditable(message) && button("pencil", "Edit pesan", () => actions.edit(message)),
    !isEditable(message) && message.id !== null && button("reply", "Balas pesan", () => actions.reply(message)),
  );
}
