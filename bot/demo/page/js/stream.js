/**
 * Keeps one person's chat in step with the server: a snapshot, then its events, and the same again
 * after every interruption. A fresh snapshot also covers a server that was started anew.
 */

import { eventsUrl, Refused, snapshot } from "./api.js";

const PAUSES = [250, 500, 1000, 2000, 4000];
/** A hidden tab lets go of its connection: browsers allow only six to one server. */
const HIDDEN_FOR = 60_000;

export class Stream {
  #person = "";
  #attempt = 0;
  #run = 0;
  /** @type {EventSource|null} */
  #source = null;
  #hiddenTimer = 0;

  /**
   * @param {object} listener
   * @param {(person: string, snapshot: import("./types.js").Snapshot) => void} listener.onSnapshot
   * @param {(person: string, event: Record<string, any>) => void} listener.onEvent
   * @param {(connected: boolean) => void} listener.onConnection
   * @param {(person: string) => void} listener.onRefused  the server knows no such person
   */
  constructor(listener) {
    this.listener = listener;
    document.addEventListener("visibilitychange", () => this.#visibilityChanged());
    window.addEventListener("online", () => this.retryNow());
  }

  /** @param {string} person */
  open(person) {
    this.#person = person;
    this.#attempt = 0;
    void this.#connect();
  }

  retryNow() {
    if (this.#person && this.#source?.readyState !== EventSource.OPEN) void this.#connect();
  }

  #close() {
    this.#run += 1;
    this.#source?.close();
    this.#source = null;
  }

  async #connect() {
    this.#close();
    const run = this.#run;
    const person = this.#person;
    try {
      const fresh = await snapshot(person);
      if (run !== this.#run) return;
      this.listener.onSnapshot(person, fresh);
      this.#listen(person, fresh.seq, run);
    } catch (error) {
      if (run !== this.#run) return;
      if (error instanceof Refused && error.status < 500) this.listener.onRefused(person);
      else this.#lost(run);
    }
  }

  /** @param {string} person  @param {number} after  @param {number} run */
  #listen(person, after, run) {
    const source = new EventSource(eventsUrl(person, after));
    this.#source = source;
    source.onopen = () => {
      this.#attempt = 0;
      this.listener.onConnection(true);
    };
    source.onmessage = ({ data }) => {
      if (run === this.#run) this.listener.onEvent(person, JSON.parse(data));
    };
    source.onerror = () => {
      if (run === this.#run) this.#lost(run);
    };
  }

  /** @param {number} run */
  #lost(run) {
    this.#source?.close();
    this.listener.onConnection(false);
    const pause = PAUSES[Math.min(this.#attempt, PAUSES.length - 1)];
    this.#attempt += 1;
    setTimeout(() => {
      if (run === this.#run) void this.#connect();
    }, pause);
  }

  #visibilityChanged() {
    clearTimeout(this.#hiddenTimer);
    if (document.hidden) this.#hiddenTimer = setTimeout(() => this.#close(), HIDDEN_FOR);
    else this.retryNow();
  }
}
