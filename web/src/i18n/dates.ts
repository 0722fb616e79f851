import { computed } from '@preact/signals';
import { language, t } from './i18n';

const formats = computed(() => ({
  time: new Intl.DateTimeFormat(language.value, { hour: 'numeric', minute: '2-digit' }),
  day: new Intl.DateTimeFormat(language.value, { weekday: 'long', month: 'long', day: 'numeric' }),
  dayOfYear: new Intl.DateTimeFormat(language.value, { year: 'numeric', month: 'long', day: 'numeric' }),
  longDay: new Intl.DateTimeFormat(language.value, { dateStyle: 'long' }),
  full: new Intl.DateTimeFormat(language.value, { dateStyle: 'full', timeStyle: 'medium' }),
  weekday: new Intl.DateTimeFormat(language.value, { weekday: 'short', timeZone: 'UTC' }),
  relative: new Intl.RelativeTimeFormat(language.value, { numeric: 'auto' }),
}));

/** Hour and minute. */
export function timeText(time: string): string {
  return formats.value.time.format(new Date(time));
}

/** Day and time in full, for tooltips. */
export function fullText(time: string): string {
  return formats.value.full.format(new Date(time));
}

/** A day with its year, as for something that ends then. */
export function longDayText(time: string): string {
  return formats.value.longDay.format(new Date(time));
}

/** The short name of a day of the week: 1 is Monday. */
export function weekdayText(day: number): string {
  // The first of January 2024 was a Monday.
  return formats.value.weekday.format(new Date(Date.UTC(2024, 0, day)));
}

/** Today, yesterday, or the day's name; with the year if it is another one. */
export function dayText(time: string, now = new Date()): string {
  const date = new Date(time);
  const days = Math.round((midnight(date) - midnight(now)) / 86_400_000);
  if (days === 0 || days === -1) {
    const text = formats.value.relative.format(days, 'day');
    return text.charAt(0).toLocaleUpperCase(language.value) + text.slice(1);
  }
  const { day, dayOfYear } = formats.value;
  return (date.getFullYear() === now.getFullYear() ? day : dayOfYear).format(date);
}

/** How long ago something was, in the largest unit that fits. */
export function agoText(time: string, now = Date.now()): string {
  const seconds = Math.round((Date.parse(time) - now) / 1000);
  const { relative } = formats.value;
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size) {
      return relative.format(Math.trunc(seconds / size), unit);
    }
  }
  return relative.format(0, 'minute');
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** Whether two times lie on the same day of this device's calendar. */
export function sameDay(a: string, b: string): boolean {
  return midnight(new Date(a)) === midnight(new Date(b));
}

export function listText(names: readonly string[]): string {
  return names.length === 0
    ? t('messages.unknownSender')
    : new Intl.ListFormat(language.value, { type: 'conjunction' }).format(names);
}

function midnight(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
