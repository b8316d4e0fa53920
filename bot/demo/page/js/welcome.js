/** What an empty chat shows: who this is, a start button, questions to try. */

import { el } from "./dom.js";

const QUESTIONS = [
  "brp iuran bpjs tk buat ojol",
  "jatuh dari motor pas antar pesanan, ditanggung?",
  "cara cairkan JHT setelah resign",
  "cakupan kukar brp",
];

/**
 * @param {import("./types.js").Snapshot["bot"]} bot
 * @param {(text: string) => void} onSend
 */
export function welcome(bot, onSend) {
  return el(
    "section",
    { class: "welcome", "aria-label": "Selamat datang", "data-testid": "welcome" },
    el("img", { src: "/page/img/bot.svg", alt: "", width: 84, height: 84 }),
    el("h2", {}, bot.name),
    el("p", {}, bot.description || "Tanya apa saja soal BPJS Ketenagakerjaan, dengan bahasa sehari-hari."),
    el("button", { type: "button", class: "solid-button start", "data-testid": "start", onclick: () => onSend("/start") }, "MULAI"),
    el("p", { class: "welcome-or" }, "atau langsung coba tanyakan"),
    el("div", { class: "chips" }, ...QUESTIONS.map((text) => el("button", { type: "button", class: "chip", "data-testid": "example", onclick: () => onSend(text) }, text))),
  );
}
