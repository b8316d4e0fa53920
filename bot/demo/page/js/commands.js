/** The bot's commands: the whole list behind the menu button, the fitting ones after "/". */

import { byId, el } from "./dom.js";

/** @typedef {import("./types.js").Command} Command */

export class Commands {
  /** @type {Command[]} */
  #all = [];
  /** @type {Command[]} */
  #shown = [];
  #chosen = -1;
  #whole = false;
  #panel = byId("suggest");
  #button = byId("commands");
  #input = byId("isi-pesan");

  /**
   * @param {(text: string) => void} onSend
   * @param {(text: string) => void} onComplete  puts a command into the input
   */
  constructor(onSend, onComplete) {
    this.onSend = onSend;
    this.onComplete = onComplete;
    this.#button.addEventListener("click", () => (this.#whole ? this.hide() : this.showAll()));
    for (const element of [this.#button, this.#panel]) {
      element.addEventListener("keydown", (event) => {
        if (!this.handleKey(event)) return;
        event.preventDefault();
        if (event.key !== "ArrowDown" && event.key !== "ArrowUp") this.#input.focus();
      });
    }
    // The pointer must not take the focus from the input: on a phone its keyboard would close.
    this.#panel.addEventListener("pointerdown", (event) => event.preventDefault());
    document.addEventListener("pointerdown", (event) => {
      const target = /** @type {Node} */ (event.target);
      if (!this.#panel.contains(target) && !this.#button.contains(target) && target !== this.#input) this.hide();
    });
  }

  /** @param {Command[]} commands */
  set(commands) {
    this.#all = commands;
    this.#button.hidden = commands.length === 0;
    if (this.#whole) this.showAll();
  }

  showAll() {
    this.#whole = true;
    this.#show(this.#all, -1);
  }

  hide() {
    this.#whole = false;
    this.#show([], -1);
  }

  /** @param {string} text  what stands in the input now */
  suggest(text) {
    const typed = /^\/(\w*)$/.exec(text)?.[1]?.toLowerCase();
    this.#whole = false;
    const fitting = typed === undefined ? [] : this.#all.filter(({ command }) => command.startsWith(typed));
    this.#show(fitting, fitting.length ? 0 : -1);
  }

  /** @param {KeyboardEvent} event  @returns {boolean} whether the key was meant for the list */
  handleKey(event) {
    if (!this.#shown.length) return false;
    const count = this.#shown.length;
    if (event.key === "ArrowDown") this.#choose((this.#chosen + 1) % count);
    else if (event.key === "ArrowUp") this.#choose((this.#chosen - 1 + count) % count);
    else if (event.key === "Escape") this.hide();
    else if (event.key === "Tab" && this.#chosen >= 0 && !event.shiftKey) {
      const { command } = this.#shown[this.#chosen];
      this.hide();
      this.onComplete(`/${command} `);
    } else if (event.key === "Enter" && this.#chosen >= 0) this.#send(this.#shown[this.#chosen]);
    else return false;
    return true;
  }

  /** @param {Command} command */
  #send({ command }) {
    this.hide();
    this.onSend(`/${command}`);
  }

  /** @param {Command[]} commands  @param {number} chosen */
  #show(commands, chosen) {
    this.#shown = commands;
    this.#panel.hidden = commands.length === 0;
    this.#panel.replaceChildren(
      ...commands.map((command, index) =>
        el(
          "div",
          { class: "suggestion", role: "option", id: `perintah-${index}`, "data-testid": "command", "data-command": command.command, onclick: () => this.#send(command) },
          el("b", {}, `/${command.command}`),
          el("span", {}, command.description),
        ),
      ),
    );
    this.#button.setAttribute("aria-expanded", String(this.#whole));
    this.#choose(chosen);
  }

  /** @param {number} index */
  #choose(index) {
    this.#chosen = index;
    [...this.#panel.children].forEach((row, at) => {
      row.setAttribute("aria-selected", String(at === index));
      if (at === index) row.scrollIntoView({ block: "nearest" });
    });
    if (index >= 0) this.#input.setAttribute("aria-activedescendant", `perintah-${index}`);
    else this.#input.removeAttribute("aria-activedescendant");
  }
}
