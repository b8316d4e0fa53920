/** Every request the page makes to the demo server's door for programs. */

import { toMessage, toSnapshot } from "./normalize.js";

/** The server answered with an error; `message` is its own text. */
export class Refused extends Error {
  /** @param {number} status  @param {string} message */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const personUrl = (/** @type {string} */ person, /** @type {string} */ what) =>
  `/demo/people/${encodeURIComponent(person)}/${what}`;

/**
 * @param {string} url
 * @param {RequestInit} [init]
 * @returns {Promise<any>}
 */
async function request(url, init) {
  const response = await fetch(url, init);
  const body = await response.json().catch(() => ({}));
  if (!response.ok) {
    const reason = body.error ?? body.description ?? body.detail ?? `HTTP ${response.status}`;
    throw new Refused(response.status, String(reason));
  }
  return body;
}

const json = (/** @type {unknown} */ body) => ({
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});

/** Everything about one person's chat. @param {string} person */
export const snapshot = async (person) => toSnapshot(await request(personUrl(person, "chat")));

/**
 * @param {string} person
 * @param {import("./types.js").Outgoing} outgoing
 * @returns {Promise<number>} the message's id
 */
export async function send(person, outgoing) {
  let init = json(outgoing);
  if (outgoing.file) {
    const form = new FormData();
    form.set("file", outgoing.file, outgoing.file.name);
    if (outgoing.caption) form.set("caption", outgoing.caption);
    init = /** @type {any} */ ({ method: "POST", body: form });
  }
  const answer = await request(personUrl(person, "messages"), init);
  return Number(answer.message_id);
}

/**
 * Presses an inline button that carries data; waits for the bot's answer to it.
 * @param {string} person
 * @param {number} messageId
 * @param {string} data
 * @returns {Promise<string|null>} what the bot says in a notice, if anything
 */
export async function tap(person, messageId, data) {
  const { answer } = await request(personUrl(person, "taps"), json({ message_id: messageId, data }));
  return (typeof answer === "object" ? answer?.text : answer) || null;
}

/**
 * @param {string} person
 * @param {number} after
 * @returns {Promise<import("./types.js").Message[]>}
 */
export async function messagesAfter(person, after) {
  const body = await request(personUrl(person, `messages?after=${after}&wait=0`));
  return body.messages.map(toMessage).filter(Boolean);
}

/** @param {string} person  @param {number} after */
export const eventsUrl = (person, after) => personUrl(person, `events?after=${after}`);
