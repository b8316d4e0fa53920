/** The people one can chat as: strip on a phone, chat list on a wide screen. */

import { messagesAfter } from "./api.js";
import { summary } from "./bubble.js";
import { openDialog } from "./dialog.js";
import { byId, el } from "./dom.js";
import { dayKey, dayLabel, initials, time } from "./format.js";

/** @typedef {import("./types.js").Person} Person */
/** @typedef {import("./types.js").Message} Message */

const ROLES = /** @type {Record<string, string>} */ ({ pekerja: "Pekerja", pejabat: "Pejabat", admin: "Admin" });
const LOOK_EVERY = 4000;

/** What the list shows about one person. */
class Row {
  lastId = 0;
  /** @type {Message|null} */
  last = null;
  unread = 0;
  known = false;
}

export class People {
  /** @type {Person[]} */
  #people = [];
  /** @type {Map<string, Row>} */
  #rows = new Map();
  #current = "";
  #drawn = "";
  #list = byId("people");

  /** @param {(key: string) => void} onChoose  @param {(unread: number) => void} onUnread */
  constructor(onChoose, onUnread) {
    this.onChoose = onChoose;
    this.onUnread = onUnread;
    byId("add-person").addEventListener("click", () => this.#askNumber());
    setInterval(() => void this.#look(), LOOK_EVERY);
  }

  /** @param {Person[]} people  @param {Person} current */
  set(people, current) {
    this.#people = people.some((p) => p.key === current.key) ? people : [...people, current];
    this.#current = current.key;
    const row = this.#row(current.key);
    row.unread = 0;
    row.known = true;
    this.#draw();
    void this.#look();
  }

  /** The open chat changed. @param {Message[]} messages */
  update(messages) {
    const row = this.#row(this.#current);
    row.last = messages.at(-1) ?? null;
    row.lastId = Math.max(row.lastId, ...messages.map((m) => m.id ?? 0));
    this.#draw();
  }

  /** @param {string} key */
  #row(key) {
    let row = this.#rows.get(key);
    if (!row) this.#rows.set(key, (row = new Row()));
    return row;
  }

  async #look() {
    if (document.hidden) return;
    const others = this.#people.filter((p) => p.key !== this.#current);
    await Promise.all(others.map((person) => this.#lookAt(person.key).catch(() => undefined)));
    this.#draw();
  }

  /** @param {string} key */
  async #lookAt(key) {
    const row = this.#row(key);
    const messages = await messagesAfter(key, row.lastId);
    if (key === this.#current) return;
    const fresh = messages.filter((m) => (m.id ?? 0) > row.lastId);
    if (row.known) row.unread += fresh.filter((m) => m.from === "bot").length;
    row.known = true;
    row.last = fresh.at(-1) ?? row.last;
    row.lastId = Math.max(row.lastId, ...fresh.map((m) => m.id ?? 0));
  }

  #draw() {
    const rows = this.#people.map((person) => ({ person, row: this.#row(person.key) }));
    const look = JSON.stringify([this.#current, rows.map(({ person, row }) => [person, row.unread, row.last?.key, row.last?.text])]);
    if (look === this.#drawn) return;
    this.#drawn = look;
    this.onUnread(rows.reduce((sum, { row }) => sum + row.unread, 0));
    const focused = /** @type {HTMLElement|null} */ (document.activeElement?.closest("[data-person]"))?.dataset.person;
    this.#list.replaceChildren(...rows.map(({ person, row }) => this.#item(person, row)));
    this.#list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (focused) /** @type {HTMLElement|null} */ (this.#list.querySelector(`[data-person="${CSS.escape(focused)}"]`))?.focus();
  }

  /** @param {Person} person  @param {Row} row */
  #item(person, row) {
    const current = person.key === this.#current;
    const role = ROLES[person.key] ?? `No. ${person.key}`;
    const last = row.last;
    return el(
      "li",
      {},
      el(
        "button",
        {
          type: "button",
          class: "person",
          "data-testid": `person-${person.key}`,
          "data-person": person.key,
          "aria-current": current ? "true" : null,
          title: person.name,
          onclick: () => this.onChoose(person.key),
        },
        avatar(person),
        el(
          "span",
          { class: "person-text" },
          el("span", { class: "person-top" }, el("span", { class: "person-role" }, role), last && el("time", { class: "person-time" }, when(last.date))),
          el("span", { class: "person-name" }, person.name),
          el(
            "span",
            { class: "person-bottom" },
            el("span", { class: "person-last" }, last ? `${last.from === "person" ? "Anda: " : ""}${summary(last)}` : "Belum ada percakapan"),
            row.unread > 0 && el("span", { class: "badge", "data-testid": `unread-${person.key}`, title: `${row.unread} pesan baru` }, String(row.unread)),
          ),
        ),
      ),
    );
  }

  #askNumber() {
    const input = el("input", { class: "line-input", inputmode: "numeric", pattern: "[1-9][0-9]{0,14}", required: true, placeholder: "Misalnya 2001", "aria-label": "Nomor orang", "data-testid": "person-number" });
    const dialog = openDialog({
      title: "Mengobrol sebagai orang lain",
      testid: "person-dialog",
      content: [el("p", {}, "Tulis nomor bebas. Nomor baru berarti orang baru yang belum pernah mengobrol dengan bot."), input],
      buttons: [
        el("button", { type: "button", class: "text-button", onclick: () => dialog.close() }, "Batal"),
        el("button", { type: "submit", class: "solid-button", "data-testid": "person-open" }, "Buka"),
      ],
      onSubmit: () => {
        dialog.close();
        this.onChoose(input.value.trim());
      },
    });
    input.focus();
  }
}

/** @param {Person} person */
function avatar(person) {
  if (person.key in ROLES) return el("img", { class: "avatar", src: `/page/img/${person.key}.svg`, alt: "", width: 40, height: 40 });
  return el("span", { class: `avatar initials hue-${person.id % 6}`, "aria-hidden": "true" }, initials(person.name.replace(/\d+/g, "")) || "?");
}

/** @param {Date} date */
const when = (date) => (dayKey(date) === dayKey(new Date()) ? time(date) : dayLabel(date));
