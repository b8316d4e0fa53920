/** Tells when the server can't be reached, once that lasts long enough to matter. */

import { byId } from "./dom.js";

const PATIENCE = 900;

export class Connection {
  connected = false;
  #timer = 0;

  /** @param {() => void} onChange */
  constructor(onChange) {
    this.onChange = onChange;
  }

  /** @param {boolean} connected */
  set(connected) {
    if (connected) {
      clearTimeout(this.#timer);
      this.#timer = 0;
      byId("banner").hidden = true;
    } else if (!this.#timer) {
      this.#timer = setTimeout(() => {
        byId("banner").textContent = "Sambungan ke demo terputus. Menyambung kembali…";
        byId("banner").hidden = false;
        this.connected = false;
        this.onChange();
      }, PATIENCE);
      return;
    } else return;
    this.connected = true;
    this.onChange();
  }
}
