/**
 * The server's "html" as nodes. The server escapes what people write; here every tag and attribute
 * outside a short list is dropped once more, so that a mistake there can't run a script here.
 */

const PLAIN = new Set([
  ..."B STRONG I EM U INS S STRIKE DEL CODE PRE BLOCKQUOTE BR SPAN".split(" "),
  ..."P UL OL LI H2 H3 H4 DL DT DD TABLE THEAD TBODY TR TH TD HR SMALL".split(" "),
]);
const NEVER = new Set("SCRIPT STYLE IFRAME OBJECT EMBED TEMPLATE SVG MATH NOSCRIPT TITLE TEXTAREA SELECT".split(" "));
const LINK = /^(https?:\/\/|tel:|mailto:)/i;

// Addresses and commands people can tap, although nobody marked them up.
const TAPPABLE =
  /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]])|((?:[a-z0-9-]+\.)+(?:go\.id|co\.id|or\.id|ac\.id|id|com|org|net)(?:\/[^\s<>"]*[^\s<>".,;:!?)\]])?)(?![\w@])|(?<=^|[\s(“"])(\/[a-z][a-z0-9_]{0,31})(?![\w/])/gi;

const trusted = /** @type {any} */ (window).trustedTypes?.createPolicy("rich-text", {
  // Parsed into an inert document only; `copy` takes over what is allowed.
  createHTML: (/** @type {string} */ html) => html,
});

/**
 * @param {string} html
 * @returns {DocumentFragment}
 */
export function richText(html) {
  const parsed = new DOMParser().parseFromString(trusted ? trusted.createHTML(html) : html, "text/html");
  const fragment = document.createDocumentFragment();
  copyChildren(parsed.body, fragment, false);
  return fragment;
}

/** @param {string} text  @returns {DocumentFragment} */
export function plainText(text) {
  const fragment = document.createDocumentFragment();
  appendText(text, fragment);
  return fragment;
}

/**
 * @param {Node} from
 * @param {Node} to
 * @param {boolean} verbatim  inside links and code nothing is made tappable
 */
function copyChildren(from, to, verbatim) {
  for (const node of from.childNodes) {
    // The end of a block ends its line already; the line break after it would leave a gap.
    if (node.nodeName === "BR" && isBlock(node.previousSibling)) continue;
    if (node instanceof Text) {
      if (verbatim) to.appendChild(document.createTextNode(node.data));
      else appendText(node.data, to);
    } else if (node.nodeType === Node.ELEMENT_NODE) {
      copyElement(/** @type {Element} */ (node), to, verbatim);
    }
  }
}

const isBlock = (/** @type {Node|null} */ node) => node !== null && ["BLOCKQUOTE", "PRE"].includes(node.nodeName);

/** @param {Element} source  @param {Node} to  @param {boolean} verbatim */
function copyElement(source, to, verbatim) {
  const tag = source.tagName.toUpperCase();
  if (NEVER.has(tag)) return;
  if (tag === "A") {
    const link = anchor(source.getAttribute("href") ?? "");
    copyChildren(source, link, true);
    to.appendChild(link);
  } else if (tag === "TG-SPOILER" || source.classList.contains("tg-spoiler")) {
    to.appendChild(spoiler(source));
  } else if (PLAIN.has(tag)) {
    const element = document.createElement(tag);
    if (tag === "BLOCKQUOTE" && source.classList.contains("expandable")) makeExpandable(element);
    copyChildren(source, element, verbatim || tag === "CODE" || tag === "PRE");
    to.appendChild(element);
  } else {
    copyChildren(source, to, verbatim);
  }
}

/** @param {HTMLElement} quote  shows its first lines until it is opened */
function makeExpandable(quote) {
  quote.className = "expandable";
  quote.tabIndex = 0;
  quote.setAttribute("role", "button");
  quote.setAttribute("aria-expanded", "false");
}

/** @param {string} href */
function anchor(href) {
  const link = document.createElement("a");
  if (LINK.test(href)) {
    link.href = href;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
  }
  return link;
}

/** A <button> would not wrap like a word. @param {string} command */
function commandLink(command) {
  const link = document.createElement("span");
  link.className = "command";
  link.tabIndex = 0;
  link.setAttribute("role", "button");
  link.dataset.command = command;
  link.textContent = command;
  return link;
}

/** @param {Element} source */
function spoiler(source) {
  const element = document.createElement("span");
  element.className = "spoiler";
  element.tabIndex = 0;
  element.setAttribute("role", "button");
  element.setAttribute("aria-label", "Teks tersembunyi, tekan untuk membuka");
  copyChildren(source, element, true);
  return element;
}

/** @param {string} text  @param {Node} to */
function appendText(text, to) {
  let done = 0;
  for (const match of text.matchAll(TAPPABLE)) {
    const [found, url, domain, command] = match;
    const before = text[match.index - 1];
    if (domain && before && /[\w@./-]/.test(before)) continue;
    to.appendChild(document.createTextNode(text.slice(done, match.index)));
    if (command) {
      to.appendChild(commandLink(command));
    } else {
      const link = anchor(url ?? `https://${domain}`);
      link.textContent = found;
      to.appendChild(link);
    }
    done = match.index + found.length;
  }
  to.appendChild(document.createTextNode(text.slice(done)));
}
