/** Wires the parts together: which person, what they do, what the server tells. */

import { openAbout } from "./about.js";
import * as api from "./api.js";
import { confirmFile, SAMPLE_PLACE, startAttaching } from "./attach.js";
import { Chat, isEditable } from "./chat.js";
import { Commands } from "./commands.js";
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { byId, el } from "./dom.js";
import { openMenu } from "./menu.js";
import { fillNotes, openNotes } from "./notes.js";
import { People } from "./people.js";
import { ReplyKeyboardPanel } from "./reply_keyboard.js";
import { Scroll } from "./scroll.js";
import { Stream } from "./stream.js";
import { startTheme } from "./theme.js";
import { Timeline } from "./timeline.js";
import { toast } from "./toast.js";
import { followKeyboard } from "./viewport.js";
import { welcome } from "./welcome.js";

/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./types.js").Outgoing} Outgoing */

const FIRST_PERSON = "pekerja";
/** The bot's "is typing" holds for five seconds unless a message ends it. */
const TYPING_HOLDS = 5500;

/** @type {Map<string, Chat>} */
const chats = new Map();
/** @type {Map<string, import("./composer.js").Draft>} */
const drafts = new Map();
/** Pending messages by key, to send them again. @type {Map<string, Outgoing>} */
const outbox = new Map();
/** @type {import("./types.js").Snapshot|null} */
let shown = null;
let current = "";
let typingTimer = 0;

const connection = new Connection(showStatus);
const scroll = new Scroll(byId("scroller"), byId("to-bottom"));
const typingDots = el("div", { class: "typing", "aria-hidden": "true", "data-testid": "typing", hidden: true }, el("span", {}, el("i"), el("i"), el("i")));
const welcomeSlot = el("div", { class: "welcome-slot" });
byId("timeline").before(welcomeSlot);
byId("timeline").after(typingDots);

const commands = new Commands(sendText, (text) => composer.put(text));
const composer = new Composer({
  onSend: (text, replyTo) => void send(replyTo === null ? { text } : { text, reply_to: replyTo }),
  onEdit: (message, text) => void saveEdit(message, text),
  lastEditable: () => chatOf(current).lastEditable(),
  onInput: (text) => commands.suggest(text),
  onKey: (event) => commands.handleKey(event),
  onFiles: ([file]) => confirmFile(file, (outgoing) => void send(outgoing)),
});
const people = new People((key) => (location.hash = `#${key}`), showUnread);
const keyboard = new ReplyKeyboardPanel((button) => {
  if (button.asks === "contact") void send({ contact: "own" });
  else if (button.asks === "location") void send({ location: SAMPLE_PLACE });
  else sendText(button.label);
});
const timeline = new Timeline(byId("timeline"), {
  tap,
  menu: openMessageMenu,
  edit: (message) => composer.edit(message),
  reply: (message) => composer.reply(message),
  resend: (message) => void resend(message),
  jump: (id) => timeline.jump(id),
});
const stream = new Stream({
  onSnapshot: showSnapshot,
  onEvent: applyEvent,
  onConnection: (connected) => connection.set(connected),
  onRefused: (person) => {
    toast(`Orang “${person}” tidak dikenal`);
    if (person !== FIRST_PERSON) location.hash = `#${FIRST_PERSON}`;
  },
});

/** @param {string} person */
function chatOf(person) {
  let chat = chats.get(person);
  if (!chat) chats.set(person, (chat = new Chat()));
  return chat;
}

function openFromHash() {
  const wanted = decodeURIComponent(location.hash.slice(1)) || FIRST_PERSON;
  if (wanted === current) return;
  if (current) drafts.set(current, composer.draft());
  current = wanted;
  timeline.clear();
  commands.hide();
  composer.restore(drafts.get(current));
  if (chatOf(current).loaded) render(false);
  stream.open(current);
  if (matchMedia("(hover: hover)").matches) composer.focus();
}

/** @param {string} person  @param {import("./types.js").Snapshot} snapshot */
function showSnapshot(person, snapshot) {
  if (person !== current) return;
  const chat = chatOf(person);
  const again = chat.loaded && timeline.root.childElementCount > 0;
  chat.load(snapshot);
  shown = snapshot;
  byId("bot-name").textContent = snapshot.bot.name;
  people.set(snapshot.people, snapshot.person);
  fillNotes(snapshot.notes, (text) => composer.put(text));
  setTyping(chat.typing);
  render(again);
  if (!again) scroll.toBottom();
}

/** @param {string} person  @param {Record<string, any>} event */
function applyEvent(person, event) {
  const chat = chatOf(person);
  const before = chat.messages.length;
  if (person !== current || !chat.apply(event)) return;
  // A bot that has only now started tells its commands first, then who it is: look once more.
  if (event.type === "commands" && !chat.messages.length) setTimeout(() => person === current && stream.open(person), 1500);
  setTyping(chat.typing);
  render(true);
  if (chat.messages.length > before) scroll.arrived(timeline.element(chat.messages.at(-1)?.key ?? ""));
}

/** @param {boolean} animate */
function render(animate) {
  const chat = chatOf(current);
  const empty = chat.loaded && !chat.messages.length;
  if (!empty) welcomeSlot.replaceChildren();
  else if (shown && welcomeSlot.dataset.shows !== JSON.stringify(shown.bot)) welcomeSlot.replaceChildren(welcome(shown.bot, sendText));
  welcomeSlot.dataset.shows = empty ? JSON.stringify(shown?.bot) : "";
  byId("scroller").classList.toggle("empty", empty);
  timeline.render(chat.messages, chat.readUpTo, animate);
  keyboard.set(chat.keyboard);
  composer.setPlaceholder(chat.keyboard?.placeholder ?? null);
  commands.set(chat.commands);
  people.update(chat.messages);
}

/** @param {number} unread  messages to the people whose chats are not open */
function showUnread(unread) {
  document.title = `${unread ? `(${unread}) ` : ""}${shown?.bot.name ?? "JamSosBot"} · demo lokal`;
}

/** @param {boolean} typing */
function setTyping(typing) {
  clearTimeout(typingTimer);
  typingDots.hidden = !typing;
  if (typing) {
    typingTimer = setTimeout(() => {
      chatOf(current).typing = false;
      setTyping(false);
    }, TYPING_HOLDS);
  }
  showStatus();
}

function showStatus() {
  if (!connection.connected) typingDots.hidden = true;
  const typing = !typingDots.hidden;
  const status = byId("status");
  const words = !connection.connected ? "menyambung…" : typing ? "mengetik…" : "online";
  if (status.textContent !== words) status.textContent = words;
  status.classList.toggle("busy", typing && connection.connected);
  status.classList.toggle("offline", !connection.connected);
}

/** @param {string} text */
function sendText(text) {
  const replyTo = composer.takeReply();
  if (composer.draft().text.startsWith("/")) composer.restore(undefined);
  void send(replyTo === null ? { text } : { text, reply_to: replyTo });
}

/** @param {Outgoing} outgoing */
async function send(outgoing) {
  const message = chatOf(current).addPending(outgoing, shown?.person.name ?? "Saya");
  outbox.set(message.key, outgoing);
  render(true);
  scroll.toBottom();
  await deliver(current, message.key);
}

/** @param {Message} message */
async function resend(message) {
  chatOf(current).mark(message.key, "sending");
  render(true);
  await deliver(current, message.key);
}

/** @param {string} person  @param {string} key */
async function deliver(person, key) {
  const outgoing = outbox.get(key);
  if (!outgoing) return;
  try {
    chatOf(person).accepted(key, await api.send(person, outgoing));
    outbox.delete(key);
  } catch (error) {
    chatOf(person).mark(key, "failed");
    if (error instanceof api.Refused && error.status < 500) toast(`Ditolak: ${error.message}`);
  }
  if (person === current) render(true);
}

/** @param {Message} message  @param {string} text */
async function saveEdit(message, text) {
  try {
    await api.send(current, { edit: message.id ?? 0, text });
  } catch (error) {
    toast(error instanceof api.Refused ? `Ditolak: ${error.message}` : "Perubahan belum tersimpan. Coba lagi.");
  }
}

/** @param {Message} message  @param {import("./types.js").InlineButton} button */
async function tap(message, button) {
  if (button.copy !== null) await copy(button.copy);
  if (message.id === null || button.data === null) return;
  try {
    const answer = await api.tap(current, message.id, button.data);
    if (answer) toast(answer);
  } catch (error) {
    toast(error instanceof api.Refused ? `Ditolak: ${error.message}` : "Tombol belum terkirim. Coba lagi.");
  }
}

/** @param {Message} message  @param {{x: number, y: number}|HTMLElement} at */
function openMessageMenu(message, at) {
  const items = [];
  if (message.id !== null) items.push({ icon: "reply", label: "Balas", act: () => composer.reply(message), testid: "menu-reply" });
  if (message.text && !message.protected) items.push({ icon: "copy", label: "Salin teks", act: () => void copy(message.text), testid: "menu-copy" });
  if (isEditable(message)) items.push({ icon: "pencil", label: "Edit", act: () => composer.edit(message), testid: "menu-edit" });
  if (message.delivery === "failed") items.push({ icon: "send", label: "Kirim ulang", act: () => void resend(message), testid: "menu-resend" });
  if (items.length) openMenu(at, items, "Tindakan pesan");
}

/** @param {string} text */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast("Teks disalin");
  } catch {
    toast("Peramban tidak mengizinkan penyalinan");
  }
}

/** Commands, code and hidden text inside bubbles. @param {Event} event */
function pressInText(event) {
  const target = /** @type {Element} */ (event.target);
  const command = /** @type {HTMLElement|null} */ (target.closest(".command"));
  const code = target.closest(".text code, .text pre");
  const hidden = target.closest(".spoiler");
  const quote = target.closest(".expandable");
  if (quote && !target.closest("a, button, code")) {
    quote.setAttribute("aria-expanded", String(quote.classList.toggle("open")));
  }
  if (command) sendText(command.dataset.command ?? "");
  else if (hidden) hidden.classList.add("open");
  else if (code && !code.closest(".protected") && !getSelection()?.toString()) void copy(code.textContent ?? "");
}

byId("timeline").addEventListener("click", pressInText);
byId("timeline").addEventListener("keydown", (event) => {
  if (!["Enter", " "].includes(event.key) || !(/** @type {Element} */ (event.target).matches(".text [role=button]"))) return;
  event.preventDefault();
  pressInText(event);
});
byId("more").addEventListener("click", () => {
  const items = [{ icon: "info", label: "Tentang demo ini", act: () => shown && openAbout(shown.bot), testid: "menu-about" }];
  const notes = shown?.notes;
  if (notes) items.push({ icon: "note", label: "Data contoh", act: () => openNotes(notes, (text) => composer.put(text)), testid: "menu-notes" });
  openMenu(byId("more"), items, "Menu lainnya");
});
byId("commands").addEventListener("pointerdown", (event) => event.preventDefault());
window.addEventListener("hashchange", openFromHash);
startAttaching((outgoing) => void send(outgoing));
startTheme();
followKeyboard();
openFromHash();
