/**
 * The shapes the page works with. `normalize.js` makes them from the server's JSON;
 * nothing else reads the server's own field names.
 */

/** @typedef {{label: string, data: string|null, url: string|null, copy: string|null}} InlineButton */

/**
 * @typedef {object} ReplyKeyboard
 * @property {{label: string, asks: "text"|"contact"|"location"}[][]} rows
 * @property {boolean} oneTime  hidden again after one tap
 * @property {string|null} placeholder
 */

/** @typedef {{url: string, width: number, height: number}} Photo */
/** @typedef {{url: string, name: string, size: number|null}} Document */

/**
 * @typedef {object} Message
 * @property {string} key  stable for the life of the bubble, also while it has no id yet
 * @property {number|null} id  null until the server has accepted it
 * @property {"bot"|"person"} from
 * @property {Date} date
 * @property {string} text
 * @property {string} html  the server's rendering of the text, "" when there is none
 * @property {InlineButton[][]} buttons
 * @property {Photo|null} photo
 * @property {Document|null} document
 * @property {{name: string, phone: string}|null} contact
 * @property {{latitude: number, longitude: number}|null} location
 * @property {string|null} sticker  its emoji
 * @property {number|null} voice  seconds
 * @property {number|null} replyTo  id of the message that is answered
 * @property {boolean} edited
 * @property {boolean} protected
 * @property {"sending"|"failed"|"sent"} delivery
 */

/** @typedef {{id: number, key: string, name: string}} Person */
/** @typedef {{command: string, description: string}} Command */

/**
 * @typedef {object} Snapshot
 * @property {Person} person
 * @property {{name: string, username: string, description: string}} bot
 * @property {Person[]} people
 * @property {Command[]} commands
 * @property {Message[]} messages
 * @property {ReplyKeyboard|null} keyboard
 * @property {boolean} typing
 * @property {number} seq  number of the last event the snapshot contains
 * @property {string} notes
 */

/**
 * What a person sends; the same shape goes over the wire, except for `file`.
 * @typedef {object} Outgoing
 * @property {string} [text]
 * @property {"own"} [contact]
 * @property {{latitude: number, longitude: number}} [location]
 * @property {true} [sticker]
 * @property {true} [voice]
 * @property {number} [edit]
 * @property {number} [reply_to]
 * @property {File} [file]
 * @property {string} [caption]
 */

export {};
