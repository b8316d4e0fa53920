/** Stays at the newest message while the reader is there, and counts what comes otherwise. */

import { prefersLessMotion } from "./dom.js";

const NEAR = 48;
const TOP_GAP = 10;

export class Scroll {
  #pinned = true;
  #count = 0;

  /** @param {HTMLElement} scroller  @param {HTMLElement} button */
  constructor(scroller, button) {
    this.scroller = scroller;
    this.button = button;
    this.badge = /** @type {HTMLElement} */ (button.querySelector(".badge"));
    scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    button.addEventListener("click", () => this.toBottom(!prefersLessMotion()));
    const keep = new ResizeObserver(() => this.#pinned && this.toBottom());
    keep.observe(scroller);
    for (const child of scroller.children) keep.observe(child);
  }

  /** @param {boolean} [smooth] */
  toBottom(smooth = false) {
    this.#pinned = true;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smooth ? "smooth" : "instant" });
    this.#show();
  }

  /**
   * A message came in. One that is taller than the view is shown from its first line on.
   * @param {HTMLElement|null} element
   */
  arrived(element) {
    if (!this.#pinned) this.#count += 1;
    else if (element && element.offsetHeight > this.scroller.clientHeight - TOP_GAP) this.#toTopOf(element);
    else this.toBottom();
    this.#show();
  }

  /** @param {HTMLElement} element */
  #toTopOf(element) {
    this.#pinned = false;
    // Not getBoundingClientRect: the message is still moving in.
    this.scroller.scrollTop = element.offsetTop - this.scroller.offsetTop - TOP_GAP;
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    this.#pinned = scrollHeight - scrollTop - clientHeight < NEAR;
    this.#show();
  }

  #show() {
    if (this.#pinned) this.#count = 0;
    this.button.hidden = this.#pinned;
    this.badge.hidden = !this.#count;
    this.badge.textContent = String(this.#count);
    this.button.setAttribute("aria-label", this.#count ? `Ke pesan terbaru, ${this.#count} pesan baru` : "Ke pesan terbaru");
  }
}
