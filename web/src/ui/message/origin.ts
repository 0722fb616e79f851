import type { Message } from '../../api/types';

/** When it was said: an imported message keeps the time of where it comes from. */
export function shownTime(message: Message): string {
  return message.imported?.time ?? message.time;
}

/** Tells authors apart, those of elsewhere too. */
export function authorKey(message: Message): string {
  return message.imported ? `imported ${message.imported.author}` : message.sender;
}
