/** What of a keyboard event decides whether it sends. */
export type Key = Pick<
  KeyboardEvent,
  'key' | 'isComposing' | 'keyCode' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'
>;

/**
 * Whether a key sends the message: Enter, but not while an input method composes a syllable (Safari ends
 * the composition first and then reports the same key with code 229), not with Shift, which starts a new
 * line, and on touch screens, which have no Shift+Enter, only with Ctrl or Command.
 */
export function sendsMessage(event: Key, touch: boolean): boolean {
  if (event.key !== 'Enter' || event.isComposing || event.keyCode === 229) {
    return false;
  }
  if (event.ctrlKey || event.metaKey) {
    return true;
  }
  return !touch && !event.shiftKey && !event.altKey;
}
