const COLOURS = 10;

/** One or two characters that stand for a name: initials, or the given name of a Korean or Chinese one. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const [first = '?', ...rest] = words;
  const letters = Array.from(first);
  if (/^[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(first)) {
    return letters.slice(letters.length > 2 ? -2 : 0).join('');
  }
  const last = rest.at(-1);
  return (letters[0]! + (last ? Array.from(last)[0]! : '')).toLocaleUpperCase();
}

/** The one character that there is room for in a small picture. */
export function initial(name: string): string {
  return Array.from(name.trim())[0]?.toLocaleUpperCase() ?? '?';
}

/** Always the same colour for the same id, spread evenly (FNV-1a). */
export function colourOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) {
    hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0) % COLOURS;
}
