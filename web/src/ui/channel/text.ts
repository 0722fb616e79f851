/** A piece of a message: plain text, or a link with its address. */
export interface Piece {
  readonly text: string;
  readonly href?: string;
}

const LINK = /\bhttps?:\/\/[^\s<>"'`]{1,2000}/gi;

/**
 * Finds the web addresses in a text. Only http and https become links, so that no address can run a script;
 * punctuation that ends the sentence around an address stays outside, as do brackets that it doesn't open.
 */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const link = withoutTail(match[0]);
    if (!URL.canParse(link)) {
      continue;
    }
    if (match.index > end) {
      pieces.push({ text: text.slice(end, match.index) });
    }
    pieces.push({ text: link, href: link });
    end = match.index + link.length;
  }
  if (end < text.length) {
    pieces.push({ text: text.slice(end) });
  }
  return pieces;
}

function withoutTail(link: string): string {
  let text = link;
  for (;;) {
    const last = text.at(-1)!;
    const closes = { ')': '(', ']': '[', '}': '{' }[last];
    const isTail =
      closes === undefined ? /[.,;:!?*_~…。、，！？]/.test(last) : count(text, closes) < count(text, last);
    if (!isTail) {
      return text;
    }
    text = text.slice(0, -1);
  }
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

const LONG_CHARACTERS = 2_000;
const LONG_LINES = 30;
const SHOWN_CHARACTERS = 500;
const SHOWN_LINES = 8;

/** The beginning of a message that is too long to show whole; `null` if it isn't. */
export function beginningOf(text: string): string | null {
  if (text.length <= LONG_CHARACTERS && endOfLine(text, LONG_LINES) === -1) {
    return null;
  }
  const line = endOfLine(text, SHOWN_LINES);
  let end = Math.min(line === -1 ? text.length : line, SHOWN_CHARACTERS);
  const last = text.charCodeAt(end - 1);
  if (last >= 0xd800 && last < 0xdc00) {
    end--; // Half of a surrogate pair would show as a broken character.
  }
  return `${text.slice(0, end)}…`;
}

/** Where the given line ends, or -1 if there are fewer. */
function endOfLine(text: string, lines: number): number {
  let at = -1;
  for (let line = 0; line < lines; line++) {
    at = text.indexOf('\n', at + 1);
    if (at === -1) {
      return -1;
    }
  }
  return at;
}
