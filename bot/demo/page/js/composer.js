/** The input: new messages, replies, and changes to own ones. */

import { summary } from "./bubble.js";
import { byId, el, icon } from "./dom.js";

/** @typedef {import("./types.js").Message} Message */
/** @typedef {{kind: "edit"|"reply", message: Message}|null} Mode */
/** @typedef {{text: string, mode: Mode}} Draft */

const TALLEST = 160;

export class Composer {
  #input = /** @type {HTMLTextAreaElement} */ (byId("isi-pesan"));
  #send = /** @type {HTMLButtonElement} */ (byId("send"));
  #context = byId("context");
  /** @type {Mode} */
  #mode = null;
  /** What stood in the input before an edit began. */
  #beforeEdit = "";

  /**
   * @param {object} listener
   * @param {(text: string, replyTo: number|null) => void} listener.onSend
   * @param {(message: Message, text: string) => void} listener.onEdit
   * @param {() => Message|undefined} listener.lastEditable
   * @param {(text: string) => void} listener.onInput
   * @param {(event: KeyboardEvent) => boolean} listener.onKey  true when somebody else used the key
   * @param {(files: File[]) => void} listener.onFiles
   */
  constructor(listener) {
    this.listener = listener;
    byId("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    // A tap on the send button leaves a phone's keyboard open.
    this.#send.addEventListener("pointerdown", (event) => event.preventDefault());
    this.#input.addEventListener("input", () => this.#changed());
    this.#input.addEventListener("keydown", (event) => this.#key(event));
    this.#input.addEventListener("paste", (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (!files.length) return;
      event.preventDefault();
      this.listener.onFiles(files);
    });
    document.addEventListener("keydown", (event) => this.#typeAnywhere(event));
  }

  focus() {
    this.#input.focus({ preventScroll: true });
  }

  /** @param {string} text */
  put(text) {
    this.#input.value = text;
    this.#changed();
    this.focus();
    this.#input.setSelectionRange(text.length, text.length);
  }

  /** @param {string|null} text */
  setPlaceholder(text) {
    this.#input.placeholder = text ?? "Tulis pesan…";
  }

  /** @returns {Draft} */
  draft() {
    return { text: this.#input.value, mode: this.#mode };
  }

  /** @param {Draft|undefined} draft */
  restore(draft) {
    this.#input.value = draft?.text ?? "";
    this.#setMode(draft?.mode ?? null);
    this.#changed();
  }

  /** @param {Message} message */
  edit(message) {
    if (this.#mode?.kind !== "edit") this.#beforeEdit = this.#input.value;
    this.#setMode({ kind: "edit", message });
    this.put(message.text);
  }

  /** @param {Message} message */
  reply(message) {
    if (this.#mode?.kind === "edit") this.cancel();
    this.#setMode({ kind: "reply", message });
    this.focus();
  }

  cancel() {
    const wasEditing = this.#mode?.kind === "edit";
    this.#setMode(null);
    if (wasEditing) this.put(this.#beforeEdit);
    this.#beforeEdit = "";
  }

  /** The message that is being answered, once. @returns {number|null} */
  takeReply() {
    if (this.#mode?.kind !== "reply") return null;
    const { id } = this.#mode.message;
    this.#setMode(null);
    return id;
  }

  #submit() {
    const text = this.#input.value.trim();
    if (!text) return;
    if (this.#mode?.kind === "edit") {
      const { message } = this.#mode;
      this.cancel();
      if (text !== message.text) this.listener.onEdit(message, text);
      return;
    }
    this.#input.value = "";
    this.#changed();
    this.focus();
    this.listener.onSend(text, this.takeReply());
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing) return;
    if (this.listener.onKey(event)) {
      event.preventDefault();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "Escape" && this.#mode) {
      this.cancel();
    } else if (event.key === "ArrowUp" && !this.#input.value && !this.#mode) {
      const message = this.listener.lastEditable();
      if (!message) return;
      event.preventDefault();
      this.edit(message);
    }
  }

  /** A letter typed while nothing in particular has the focus belongs to the input. @param {KeyboardEvent} event */
  #typeAnywhere(event) {
    if (event.key.length !== 1 || event.key === " " || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open], .menu")) return;
    const active = document.activeElement;
    if (active && active !== document.body && !active.closest(".message, .scroller")) return;
    this.focus();
  }

  #changed() {
    const empty = !this.#input.value.trim();
    this.#send.disabled = empty;
    byId("composer").classList.toggle("has-text", this.#input.value !== "");
    this.#input.style.height = "auto";
    this.#input.style.height = `${Math.min(this.#input.scrollHeight, TALLEST)}px`;
    this.#input.style.overflowY = this.#input.scrollHeight > TALLEST ? "auto" : "hidden";
    this.listener.onInput(this.#mode?.kind === "edit" ? "" : this.#input.value);
  }

  /** @param {Mode} mode */
  #setMode(mode) {
    this.#mode = mode;
    const editing = mode?.kind === "edit";
    this.#send.replaceChildren(icon(editing ? "check" : "send"));
    this.#send.setAttribute("aria-label", editing ? "Simpan perubahan" : "Kirim");
    this.#context.hidden = !mode;
    if (!mode) return;
    const title = editing ? "Edit pesan" : `Balas ${mode.message.from === "bot" ? "bot" : "pesan Anda"}`;
    this.#context.replaceChildren(
      icon(editing ? "pencil" : "reply"),
      el("div", { class: "context-text" }, el("b", {}, title), el("span", {}, summary(mode.message))),
      el("button", { type: "button", class: "icon-button", "aria-label": "Batal", "data-testid": "context-cancel", onclick: () => this.cancel() }, icon("close")),
    );
  }
}
