/** The list of messages: days, runs of bubbles, what is new, changed or gone. */

import { fillBubble } from "./bubble.js";
import { el, prefersLessMotion } from "./dom.js";
import { dayKey, dayLabel } from "./format.js";
import { watchLongPress } from "./long_press.js";

/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./bubble.js").Actions} Actions */
/** @typedef {{element: HTMLElement, message: Message, look: string}} Entry */

const SAME_RUN = 5 * 60 * 1000;

export class Timeline {
  /** @type {Map<string, Entry>} */
  #entries = new Map();
  /** @type {Map<string, HTMLElement>} */
  #days = new Map();

  /** @param {HTMLElement} root  @param {Actions} actions */
  constructor(root, actions) {
    this.root = root;
    this.actions = actions;
    this.#listen();
  }

  /** Forgets everything, for another person's chat. */
  clear() {
    this.#entries.clear();
    this.#days.clear();
    this.root.replaceChildren();
  }

  /**
   * @param {Message[]} messages
   * @param {number} readUpTo
   * @param {boolean} animate  whether new messages move in
   */
  render(messages, readUpTo, animate) {
    this.root.setAttribute("aria-live", animate ? "polite" : "off");
    const byId = new Map(messages.map((m) => [m.id, m]));
    const wanted = new Set(messages.map((m) => m.key));
    for (const [key, entry] of this.#entries) {
      if (!wanted.has(key)) this.#leave(key, entry, animate);
    }
    /** @type {Map<string, HTMLElement|null>} last placed element of each day */
    const placed = new Map();
    messages.forEach((message, index) => {
      const around = {
        first: !sameRun(messages[index - 1], message),
        last: !sameRun(message, messages[index + 1]),
        read: message.id !== null && message.id <= readUpTo,
        answered: message.replyTo === null ? undefined : byId.get(message.replyTo),
      };
      const element = this.#show(message, around, animate);
      const section = this.#day(message.date);
      const before = placed.get(dayKey(message.date)) ?? section.firstElementChild;
      const next = skipLeaving(before?.nextElementSibling ?? null);
      if (next !== element) section.insertBefore(element, next);
      placed.set(dayKey(message.date), element);
    });
    this.#dropEmptyDays();
    this.#roveTo(this.root.querySelector('.message[tabindex="0"]:not(.leaving)') ?? this.#all().at(-1));
  }

  /** @param {string} key  @returns {HTMLElement|null} */
  element(key) {
    return this.#entries.get(key)?.element ?? null;
  }

  /** @param {number} id  scrolls there and marks it for a moment */
  jump(id) {
    const element = /** @type {HTMLElement|null} */ (this.root.querySelector(`[data-message-id="${id}"]`));
    if (!element) return;
    element.scrollIntoView({ block: "center", behavior: prefersLessMotion() ? "auto" : "smooth" });
    element.classList.add("marked");
    setTimeout(() => element.classList.remove("marked"), 1400);
  }

  /** @param {Message} message  @param {import("./bubble.js").Surroundings} around  @param {boolean} animate */
  #show(message, around, animate) {
    const look = `${around.first}${around.last}${around.read}${around.answered?.text ?? ""}`;
    const known = this.#entries.get(message.key);
    if (known?.message === message && known.look === look) return known.element;
    const element = known?.element ?? el("article", { "data-testid": "message", "data-key": message.key, tabindex: -1 });
    if (!known && animate) element.classList.add("fresh");
    const focused = known ? focusInside(element) : null;
    fillBubble(element, message, around, this.actions);
    if (focused !== null) restoreFocus(element, focused);
    this.#entries.set(message.key, { element, message, look });
    return element;
  }

  /** @param {string} key  @param {Entry} entry  @param {boolean} animate */
  #leave(key, { element }, animate) {
    this.#entries.delete(key);
    if (!animate || prefersLessMotion()) {
      element.remove();
      return;
    }
    element.classList.add("leaving");
    element.inert = true;
    const { height } = element.getBoundingClientRect();
    const gone = element.animate(
      [
        { height: `${height}px`, opacity: 1, transform: "none" },
        { height: `${height}px`, opacity: 0, transform: "scale(.9)", offset: 0.6 },
        { height: "0px", opacity: 0, transform: "scale(.9)", marginTop: "0px" },
      ],
      { duration: 320, easing: "ease-in-out" },
    );
    const remove = () => {
      element.remove();
      this.#dropEmptyDays();
    };
    gone.finished.then(remove, remove);
  }

  /** @param {Date} date */
  #day(date) {
    const key = dayKey(date);
    const known = this.#days.get(key);
    if (known) return known;
    const label = dayLabel(date);
    const section = el("section", { class: "day", "aria-label": label, "data-day": key }, el("p", { class: "day-label" }, el("span", {}, label)));
    const later = [...this.#days.values()].find((other) => new Date(other.dataset.day ?? 0) > new Date(key));
    this.root.insertBefore(section, later ?? null);
    this.#days.set(key, section);
    return section;
  }

  #dropEmptyDays() {
    for (const [key, section] of this.#days) {
      if (section.childElementCount > 1) continue;
      section.remove();
      this.#days.delete(key);
    }
  }

  #listen() {
    const messageOf = (/** @type {Event} */ event) => {
      const element = /** @type {Element} */ (event.target).closest(".message");
      return this.#entries.get(/** @type {HTMLElement} */ (element)?.dataset.key ?? "");
    };
    this.root.addEventListener("contextmenu", (event) => {
      const entry = messageOf(event);
      const target = /** @type {Element} */ (event.target);
      if (!entry || target.closest("a") || getSelection()?.toString()) return;
      event.preventDefault();
      this.actions.menu(entry.message, event.clientX || event.clientY ? { x: event.clientX, y: event.clientY } : entry.element);
    });
    watchLongPress(this.root, (event) => {
      const entry = messageOf(event);
      if (entry) this.actions.menu(entry.message, { x: event.clientX, y: event.clientY });
    });
    this.root.addEventListener("copy", (event) => {
      const { anchorNode, focusNode } = getSelection() ?? {};
      if ([anchorNode, focusNode].some((node) => node?.parentElement?.closest(".protected"))) event.preventDefault();
    });
    this.root.addEventListener("keydown", (event) => this.#arrows(event));
  }

  /** Up and down walk through the messages; Enter opens a message's menu. @param {KeyboardEvent} event */
  #arrows(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const element = /** @type {HTMLElement|null} */ (target.closest(".message"));
    if (!element) return;
    const all = this.#all();
    const at = all.indexOf(element);
    const to = { ArrowUp: all[at - 1], ArrowDown: all[at + 1], Home: all[0], End: all.at(-1) }[event.key];
    if (to) {
      event.preventDefault();
      this.#roveTo(to);
      to.focus();
    } else if (event.key === "Enter" && target === element) {
      event.preventDefault();
      const entry = this.#entries.get(element.dataset.key ?? "");
      if (entry) this.actions.menu(entry.message, element);
    }
  }

  /** @returns {HTMLElement[]} */
  #all() {
    return [.../** @type {NodeListOf<HTMLElement>} */ (this.root.querySelectorAll(".message:not(.leaving)"))];
  }

  /** @param {Element|null|undefined} element  the one message that Tab reaches */
  #roveTo(element) {
    for (const other of this.#all()) if (other !== element) other.tabIndex = -1;
    if (element instanceof HTMLElement) element.tabIndex = 0;
  }
}

/** @param {Message|undefined} a  @param {Message|undefined} b */
function sameRun(a, b) {
  if (!a || !b || a.from !== b.from || dayKey(a.date) !== dayKey(b.date)) return false;
  return b.date.getTime() - a.date.getTime() < SAME_RUN;
}

/** @param {Element|null} element */
function skipLeaving(element) {
  let next = element;
  while (next?.classList.contains("leaving")) next = next.nextElementSibling;
  return next;
}

/** @param {HTMLElement} element  @returns {number|null} which of its inline buttons has the focus, -1: something else */
function focusInside(element) {
  const active = document.activeElement;
  if (!active || !element.contains(active)) return null;
  return [...element.querySelectorAll(".inline-button")].indexOf(active);
}

/** After an edit the keyboard stays where it was. @param {HTMLElement} element  @param {number} index */
function restoreFocus(element, index) {
  const buttons = /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll(".inline-button"));
  (buttons[Math.min(index, buttons.length - 1)] ?? element).focus({ preventScroll: true });
}
