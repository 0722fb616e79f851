const FIRST_MS = 500;
const LONGEST_MS = 20_000;

/**
 * How long to wait before the given attempt (0 is the first): doubling up to 20 seconds, of which a random
 * half is left out, so that the clients of a server that died don't all come back in the same moment.
 */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 16));
  return Math.round(whole / 2 + (whole / 2) * random());
}
