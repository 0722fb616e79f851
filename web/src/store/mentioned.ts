import type { Head } from '../api/types';
import type { ChannelEvent } from '../socket/frames';

/**
 * An unread message that mentions me. The server counts the same ones in `ready`
 * (docs/decisions/0094), but says only how many there are, not which.
 */
export interface Mentioned {
  /** 0 if the server told of it without saying which it is. */
  readonly seq: number;
  /** Whoever has read the channel up to here has read it; 0 if it stands only in its thread. */
  readonly n: number;
  /** The thread that takes it off when it is read, or null. */
  readonly parent: number | null;
}

/** As many as a head tells of. Where nothing else is unread, they can only stand in threads. */
export function toldBy(head: Head, read: number): readonly Mentioned[] {
  const one: Mentioned = { seq: 0, n: head.n > read ? head.n : 0, parent: null };
  return Array.from({ length: head.mentions ?? 0 }, () => one);
}

/** After an event that was not known before. */
export function after(
  mentioned: readonly Mentioned[],
  me: string,
  { kind, message }: ChannelEvent,
): readonly Mentioned[] {
  if (message === undefined || message.sender === me) {
    return mentioned;
  }
  const names = message.mentions ?? [];
  const n = message.n ?? 0;
  const isNamed = names.includes(me);
  // As the server does it: a comment that only its thread shows tells nobody but those whom it names.
  const counts = isNamed || (n > 0 && names.some((id) => id.startsWith('@')));
  if (kind !== 'message') {
    // One that does not mention me any more. Whether it did before is told of none that does.
    return counts ? mentioned : mentioned.filter(({ seq }) => seq !== message.seq);
  }
  const parent = isNamed ? (message.parent ?? null) : null;
  return counts ? [...mentioned, { seq: message.seq, n, parent }] : mentioned;
}

/** After the channel was read up to `n`; what stands only in threads was not. */
export function afterReading(mentioned: readonly Mentioned[], n: number): readonly Mentioned[] {
  return mentioned.filter((each) => each.n === 0 || each.n > n);
}

/**
 * After a thread was read up to the comment `seq`.
 *
 * @param naming how many of the comments that were read name me; null if that is not known. Of those of which
 *     nobody knows where they stand as many go, or all that stand in threads: none stays for good.
 */
export function afterThread(
  mentioned: readonly Mentioned[],
  parent: number,
  seq: number,
  naming: number | null,
): readonly Mentioned[] {
  const left = mentioned.filter((each) => each.parent !== parent || each.seq > seq);
  if (naming === null) {
    return left.filter((each) => each.seq !== 0 || each.n !== 0);
  }
  let known = naming - (mentioned.length - left.length);
  return left.filter((each) => each.seq !== 0 || known-- <= 0);
}
