import { sameDay } from '../../i18n/dates';
import type { Numbered } from '../../store/timeline';
import { authorKey, shownTime } from '../message/origin';

/** Messages of one sender this close together share one head. */
const GROUP_MS = 5 * 60_000;

/** How a message is shown, which depends on the one before it. */
export interface Row {
  readonly message: Numbered;
  /** The day changes here. */
  readonly newDay: boolean;
  /** Everything from here on came after the last reading. */
  readonly newFrom: boolean;
  /** Goes on under the head of the message before. */
  readonly grouped: boolean;
}

export function rowsOf(
  messages: readonly Numbered[],
  before: Numbered | undefined,
  newFrom: number | null,
): Row[] {
  let previous = before;
  return messages.map((message) => {
    const newDay = previous === undefined || !sameDay(shownTime(previous), shownTime(message));
    const isNew = message.n === newFrom;
    const grouped =
      !newDay &&
      !isNew &&
      previous !== undefined &&
      authorKey(previous) === authorKey(message) &&
      closeTogether(shownTime(previous), shownTime(message));
    previous = message;
    return { message, newDay, newFrom: isNew, grouped };
  });
}

export function closeTogether(earlier: string, later: string): boolean {
  return Date.parse(later) - Date.parse(earlier) < GROUP_MS;
}
