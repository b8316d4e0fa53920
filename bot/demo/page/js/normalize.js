/** The server's JSON → the page's own shapes (see types.js). */

/** @typedef {Record<string, any>} Json */
/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./types.js").Snapshot} Snapshot */
/** @typedef {import("./types.js").ReplyKeyboard} ReplyKeyboard */

const fileUrl = (/** @type {Json} */ file) => String(file.url ?? `/demo/files/${encodeURIComponent(file.file_id ?? "")}`);

/** @param {any} photo  one size, a list of sizes, or a file id */
function toPhoto(photo) {
  if (!photo || (Array.isArray(photo) && !photo.length)) return null;
  if (typeof photo === "string") return { url: fileUrl({ file_id: photo }), width: 0, height: 0 };
  const largest = Array.isArray(photo) ? photo[photo.length - 1] : photo;
  return { url: fileUrl(largest), width: Number(largest.width) || 0, height: Number(largest.height) || 0 };
}

/** @param {any} file */
function toDocument(file) {
  if (!file) return null;
  const size = file.file_size ?? file.size;
  return {
    url: fileUrl(file),
    name: String(file.file_name ?? file.name ?? "berkas"),
    size: typeof size === "number" ? size : null,
  };
}

/** @param {any} contact */
function toContact(contact) {
  if (!contact) return null;
  const name = [contact.first_name ?? contact.name, contact.last_name].filter(Boolean).join(" ");
  return { name: name || "Kontak", phone: String(contact.phone_number ?? contact.phone ?? "") };
}

/** @param {any} date  seconds since 1970 or ISO text */
function toDate(date) {
  if (typeof date === "number") return new Date(date * 1000);
  const parsed = new Date(date ?? Date.now());
  return Number.isNaN(parsed.getTime()) ? new Date() : parsed;
}

/** @param {any} url  a button must not run a script in this page */
const safeUrl = (url) => (/^(https?|tg):\/\//i.test(url ?? "") ? String(url) : null);

/** @param {any} rows */
function toButtons(rows) {
  return (rows ?? []).map((/** @type {Json[]} */ row) =>
    row.map((button) => ({
      label: String(button.label ?? button.text ?? ""),
      data: button.data ?? button.callback_data ?? null,
      url: safeUrl(button.url),
      copy: button.copy ?? null,
    })),
  );
}

/**
 * @param {Json} json
 * @returns {Message|null} null for a message that is gone
 */
export function toMessage(json) {
  if (json.deleted) return null;
  const reply = json.reply_to?.message_id ?? json.reply_to ?? null;
  const sticker = json.sticker;
  return {
    key: `m${json.message_id}`,
    id: json.message_id,
    from: json.from === "bot" ? "bot" : "person",
    date: toDate(json.date),
    text: json.text || json.caption || "",
    html: json.html ?? "",
    buttons: toButtons(json.buttons),
    photo: toPhoto(json.photo),
    document: toDocument(json.document),
    contact: toContact(json.contact),
    location: json.location ?? null,
    sticker: sticker ? String(sticker.emoji ?? "👍") : null,
    voice: json.voice ? Number(json.voice.duration ?? 0) : null,
    replyTo: typeof reply === "number" ? reply : null,
    edited: Boolean(json.edited),
    protected: Boolean(json.protected),
    delivery: "sent",
  };
}

/** @param {any} json  @returns {ReplyKeyboard|null} */
export function toKeyboard(json) {
  const rows = json?.rows ?? json?.keyboard ?? json?.buttons ?? (Array.isArray(json) ? json : null);
  if (!rows?.length) return null;
  return {
    rows: rows.map((/** @type {any[]} */ row) =>
      row.map((button) => {
        if (typeof button === "string") return { label: button, asks: "text" };
        const asks = button.request_contact ? "contact" : button.request_location ? "location" : "text";
        return { label: String(button.label ?? button.text), asks };
      }),
    ),
    oneTime: Boolean(json.one_time_keyboard ?? json.one_time),
    placeholder: json.input_field_placeholder ?? json.placeholder ?? null,
  };
}

/** @param {Json} json  @returns {Snapshot} */
export function toSnapshot(json) {
  const person = toPerson(json.person);
  return {
    person,
    bot: {
      name: json.bot?.name ?? "Bot",
      username: json.bot?.username ?? "",
      description: json.bot?.description ?? "",
    },
    people: (json.people ?? []).map(toPerson),
    commands: toCommands(json.commands),
    messages: (json.messages ?? []).map(toMessage).filter(Boolean),
    keyboard: toKeyboard(json.reply_keyboard),
    typing: Boolean(json.typing),
    seq: Number(json.seq ?? 0),
    notes: json.notes ?? "",
  };
}

/** @param {any} json */
export const toCommands = (json) =>
  (json ?? []).map((/** @type {Json} */ c) => ({
    command: String(c.command).replace(/^\//, ""),
    description: String(c.description ?? ""),
  }));

/** @param {Json} json */
const toPerson = (json) => ({
  id: Number(json.id),
  key: String(json.key ?? json.id),
  name: String(json.name ?? json.first_name ?? json.id),
});
