import type { User } from '../../api/types';
import { mentionsIn } from '../../store/mentions';

/** A piece of a message: plain text, a link with its address, or a name: of a user, or of everyone. */
export interface Piece {
  readonly text: string;
  readonly href?: string;
  readonly mention?: User | 'everyone';
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

/** Finds the people whom a message names; a name that it does not mention stays plain text. */
export function withMentions(
  pieces: readonly Piece[],
  mentioned: readonly User[],
  everyone: boolean,
): readonly Piece[] {
  if (mentioned.length === 0 && !everyone) {
    return pieces;
  }
  const byHandle = new Map(mentioned.map((user) => [user.handle.toLowerCase(), user]));
  const who = (handle: string): Piece['mention'] =>
    byHandle.get(handle) ?? (everyone && /^(channel|here)$/.test(handle) ? 'everyone' : undefined);
  return pieces.flatMap((piece) => (piece.href ? [piece] : split(piece.text, who)));
}

function split(text: string, who: (handle: string) => Piece['mention']): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const { start, handles } of mentionsIn(text)) {
    const handle = handles.find((other) => who(other) !== undefined);
    if (handle !== undefined) {
      pieces.push({ text: text.slice(end, start) });
      end = start + 1 + handle.length;
      pieces.push({ text: text.slice(start, end), mention: who(handle)! });
    }
  }
  pieces.push({ text: text.slice(end) });
  return pieces.filter((piece) => piece.text !== '');
}

/** A text as runs of quoted (each line began with `> `) and plain lines. */
export function quotesOf(text: string): { readonly quoted: boolean; readonly text: string }[] {
  if (!/^>/m.test(text)) {
    return [{ quoted: false, text }];
  }
  const runs: { quoted: boolean; lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    const quoted = /^> ?/.test(line);
    const last = runs.at(-1);
    const shown = quoted ? line.replace(/^> ?/, '') : line;
    if (last?.quoted === quoted) {
      last.lines.push(shown);
    } else {
      runs.push({ quoted, lines: [shown] });
    }
  }
  return runs.map(({ quoted, lines }) => ({ quoted, text: lines.join('\n') }));
}

/** The text as a quotation, shortened to a few lines, with room below to answer. */
export function quoted(text: string): string {
  const short = beginningOf(text) ?? text;
  return `${short
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n')}\n`;
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
