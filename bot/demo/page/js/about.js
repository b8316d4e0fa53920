/** "Tentang demo ini". */

import { openDialog } from "./dialog.js";
import { el } from "./dom.js";

const KEYS = [
  ["Enter", "kirim"],
  ["Shift + Enter", "baris baru"],
  ["↑", "edit pesan terakhir"],
  ["/", "daftar perintah"],
  ["Esc", "batal, tutup"],
];

/** @param {import("./types.js").Snapshot["bot"]} bot */
export function openAbout(bot) {
  openDialog({
    title: "Tentang demo ini",
    testid: "about",
    content: [
      el("p", {}, `Di sini Anda mencoba ${bot.name} tanpa akun dan tanpa token. Yang menjawab adalah program bot yang sama dengan yang dipakai di aplikasi pesan.`),
      el(
        "ul",
        {},
        el("li", {}, el("b", {}, "Ini bukan Telegram. "), "Halaman ini hanya meniru cara kerja aplikasi pesan."),
        el("li", {}, el("b", {}, "Data tetap di komputer ini. "), "Tidak ada pesan, foto, atau berkas yang dikirim ke internet."),
        el("li", {}, el("b", {}, "Orang dan datanya rekaan. "), "Jangan menulis NIK atau data pribadi yang sebenarnya."),
        el("li", {}, el("b", {}, "Percakapan hilang "), "saat demo dihentikan."),
      ),
      el("h3", {}, "Papan ketik"),
      el("dl", { class: "keys" }, ...KEYS.flatMap(([key, does]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, does)])),
    ],
    buttons: [el("button", { type: "submit", class: "solid-button" }, "Mengerti")],
    onSubmit: () => /** @type {HTMLDialogElement|null} */ (document.querySelector('dialog[data-testid="about"]'))?.close(),
  });
}
