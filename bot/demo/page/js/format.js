/** Times, days and sizes in Indonesian. */

const TIME = new Intl.DateTimeFormat("id-ID", { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("id-ID", { weekday: "long", day: "numeric", month: "long" });
const DAY_WITH_YEAR = new Intl.DateTimeFormat("id-ID", { day: "numeric", month: "long", year: "numeric" });
const FULL = new Intl.DateTimeFormat("id-ID", { dateStyle: "full", timeStyle: "short" });
const NUMBER = new Intl.NumberFormat("id-ID", { maximumFractionDigits: 1 });

/** @param {Date} date  @returns {string} "10.21" */
export const time = (date) => TIME.format(date);

/** @param {Date} date */
export const fullTime = (date) => FULL.format(date);

/** @param {Date} date  @returns {string} equal for two moments of one local day */
export const dayKey = (date) => `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;

/**
 * @param {Date} date
 * @param {Date} [today]
 * @returns {string} "Hari ini", "Kemarin", "Senin, 3 Agustus" or "3 Agustus 2025"
 */
export function dayLabel(date, today = new Date()) {
  if (dayKey(date) === dayKey(today)) return "Hari ini";
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (dayKey(date) === dayKey(yesterday)) return "Kemarin";
  return (date.getFullYear() === today.getFullYear() ? DAY : DAY_WITH_YEAR).format(date);
}

/** @param {number} bytes  @returns {string} "48,2 KB" */
export function fileSize(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${NUMBER.format(bytes / 1e3)} KB`;
  return `${NUMBER.format(bytes / 1e6)} MB`;
}

/** @param {number} seconds  @returns {string} "0:04" */
export const duration = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

/** @param {string} name  @returns {string} up to two initials */
export const initials = (name) =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? "")
    .join("")
    .toUpperCase();
