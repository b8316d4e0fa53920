/** One person's conversation as the page knows it: the server's messages plus those on their way. */

import { toCommands, toKeyboard, toMessage } from "./normalize.js";

/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./types.js").Snapshot} Snapshot */
/** @typedef {import("./types.js").Outgoing} Outgoing */

let pendingCount = 0;

/**
 * Whether a message that came back from the server is the one still shown as being sent.
 * @param {Message} waiting
 * @param {Message} arrived
 */
function isSame(waiting, arrived) {
  const kind = (/** @type {Message} */ m) =>
    m.photo ? "file" : m.document ? "file" : m.contact ? "contact" : m.location ? "location" : m.sticker ? "sticker" : m.voice !== null ? "voice" : "text";
  return kind(waiting) === kind(arrived) && (kind(waiting) !== "text" || waiting.text.trim() === arrived.text.trim());
}

export class Chat {
  /** @type {Message[]} */
  messages = [];
  /** @type {import("./types.js").ReplyKeyboard|null} */
  keyboard = null;
  /** @type {import("./types.js").Command[]} */
  commands = [];
  /** Id of the newest own message the bot has reacted to. */
  readUpTo = 0;
  typing = false;
  seq = 0;
  loaded = false;

  /** @param {Snapshot} snapshot */
  load(snapshot) {
    const unsent = this.messages.filter((m) => m.id === null);
    const keys = new Map(this.messages.map((m) => [m.id, m.key]));
    this.messages = snapshot.messages.map((m) => ({ ...m, key: keys.get(m.id) ?? m.key }));
    for (const message of unsent) {
      // A message whose answer got lost may have arrived all the same.
      const arrived = message.delivery === "sending" && this.messages.some((m) => m.id && !keys.has(m.id) && isSame(message, m));
      if (!arrived) this.messages.push(message);
    }
    this.keyboard = snapshot.keyboard;
    this.commands = snapshot.commands;
    this.typing = snapshot.typing;
    this.seq = snapshot.seq;
    this.loaded = true;
    this.#noteReaction();
  }

  /**
   * @param {Record<string, any>} event  one of the server's events
   * @returns {boolean} false when the event was known already
   */
  apply(event) {
    if (typeof event.seq === "number") {
      if (event.seq <= this.seq) return false;
      this.seq = event.seq;
    }
    if (event.type === "message") this.#put(event.message);
    else if (event.type === "deleted") this.#remove(event.message_id);
    else if (event.type === "typing") this.typing = Boolean(event.typing ?? event.value ?? true);
    else if (event.type === "keyboard") this.keyboard = toKeyboard(event.reply_keyboard ?? event.keyboard);
    else if (event.type === "commands") this.commands = toCommands(event.commands);
    if (this.typing) this.#noteReaction(true);
    return true;
  }

  /** @param {Record<string, any>} json */
  #put(json) {
    const message = toMessage(json);
    if (!message) {
      this.#remove(json.message_id);
      return;
    }
    let at = this.messages.findIndex((m) => m.id === message.id);
    if (at < 0 && message.from === "person") {
      at = this.messages.findIndex((m) => m.id === null && m.delivery === "sending" && isSame(m, message));
    }
    if (at >= 0) this.messages[at] = { ...message, key: this.messages[at].key };
    else this.messages.push(message);
    this.#sort();
    if (message.from === "bot") {
      this.typing = false;
      this.#noteReaction();
    }
  }

  /** @param {number} id */
  #remove(id) {
    this.messages = this.messages.filter((m) => m.id !== id);
  }

  /** Messages without an id yet stay last. */
  #sort() {
    this.messages.sort((a, b) => (a.id ?? Infinity) - (b.id ?? Infinity) || 0);
  }

  /** @param {boolean} [toAll]  the bot is typing now, so it has seen everything sent */
  #noteReaction(toAll = false) {
    const lastBot = this.messages.findLastIndex((m) => m.from === "bot");
    this.messages.forEach((m, index) => {
      if (m.from === "person" && m.id && (toAll || index < lastBot)) this.readUpTo = Math.max(this.readUpTo, m.id);
    });
  }

  /**
   * Shows a message before the server has it.
   * @param {Outgoing} outgoing
   * @param {string} ownName
   * @returns {Message}
   */
  addPending(outgoing, ownName) {
    const { file } = outgoing;
    const image = file?.type.startsWith("image/") ?? false;
    const url = file ? URL.createObjectURL(file) : "";
    pendingCount += 1;
    /** @type {Message} */
    const message = {
      key: `p${pendingCount}`,
      id: null,
      from: "person",
      date: new Date(),
      text: outgoing.text ?? outgoing.caption ?? "",
      html: "",
      buttons: [],
      photo: image ? { url, width: 0, height: 0 } : null,
      document: file && !image ? { url, name: file.name, size: file.size } : null,
      contact: outgoing.contact ? { name: ownName, phone: "" } : null,
      location: outgoing.location ?? null,
      sticker: outgoing.sticker ? "👍" : null,
      voice: outgoing.voice ? 0 : null,
      replyTo: outgoing.reply_to ?? null,
      edited: false,
      protected: false,
      delivery: "sending",
    };
    this.messages.push(message);
    return message;
  }

  /**
   * The server has taken a pending message.
   * @param {string} key
   * @param {number} id
   */
  accepted(key, id) {
    const at = this.messages.findIndex((m) => m.key === key);
    if (at < 0 || this.messages[at].id !== null) return;
    if (this.messages.some((m) => m.id === id)) this.messages.splice(at, 1);
    else this.messages[at] = { ...this.messages[at], id, delivery: "sent" };
    this.#sort();
  }

  /** @param {string} key  @param {"sending"|"failed"} delivery */
  mark(key, delivery) {
    const at = this.messages.findIndex((m) => m.key === key);
    if (at >= 0) this.messages[at] = { ...this.messages[at], delivery };
  }

  /** The newest own text that can still be changed. @returns {Message|undefined} */
  lastEditable() {
    return this.messages.findLast(isEditable);
  }
}

/** @param {Message} m */
export const isEditable = (m) =>
  m.from === "person" && m.id !== null && m.delivery === "sent" && Boolean(m.text) && !m.photo && !m.document;
