/** The buttons the bot offers instead of the letters: a tap says the label. */

import { byId, el, icon } from "./dom.js";
import { LONG_WORD } from "./inline_keyboard.js";

/** @typedef {import("./types.js").ReplyKeyboard} ReplyKeyboard */

export class ReplyKeyboardPanel {
  #panel = byId("reply-keyboard");
  #toggle = byId("keyboard-toggle");
  /** @type {ReplyKeyboard|null} */
  #keyboard = null;
  #shape = "";
  #open = false;

  /** @param {(button: ReplyKeyboard["rows"][0][0]) => void} onTap */
  constructor(onTap) {
    this.onTap = onTap;
    this.#toggle.addEventListener("click", () => this.#setOpen(!this.#open));
  }

  /** @param {ReplyKeyboard|null} keyboard */
  set(keyboard) {
    const shape = JSON.stringify(keyboard);
    if (shape === this.#shape) return;
    this.#shape = shape;
    this.#keyboard = keyboard;
    this.#toggle.hidden = !keyboard;
    this.#panel.replaceChildren(
      ...(keyboard?.rows ?? []).map((row) =>
        el("div", { class: "button-row" }, ...row.map((button) => this.#button(button))),
      ),
    );
    this.#setOpen(Boolean(keyboard));
  }

  /** @param {ReplyKeyboard["rows"][0][0]} button */
  #button(button) {
    const startsWithPicture = /^\p{Extended_Pictographic}/u.test(button.label);
    const mark = startsWithPicture ? "" : { contact: "contact", location: "pin", text: "" }[button.asks];
    const tapped = () => {
      if (this.#keyboard?.oneTime) this.#setOpen(false);
      this.onTap(button);
    };
    return el("button", { type: "button", class: `reply-button ${LONG_WORD.test(button.label) ? "long-word" : ""}`.trim(), "data-testid": "reply-button", onclick: tapped }, mark && icon(mark), el("span", {}, button.label));
  }

  /** @param {boolean} open */
  #setOpen(open) {
    this.#open = open && Boolean(this.#keyboard);
    this.#panel.hidden = !this.#open;
    this.#toggle.setAttribute("aria-expanded", String(this.#open));
    this.#toggle.setAttribute("aria-label", this.#open ? "Sembunyikan tombol balasan" : "Tampilkan tombol balasan");
    this.#toggle.replaceChildren(icon(this.#open ? "down" : "keyboard"));
  }
}
