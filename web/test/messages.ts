import type { Numbered } from '../src/store/timeline';
import type { Message } from '../src/api/types';
import type { ChannelEvent } from '../src/socket/frames';

export const ME = 'me';

/** A message as the server would send it; `seq` is its `n` unless given. */
export function message(n: number, changes: Partial<Numbered> = {}): Numbered {
  return {
    channel: 'c',
    id: `id-${n}`,
    seq: n,
    n,
    rev: changes.seq ?? n,
    sender: 'other',
    time: new Date(Date.UTC(2026, 0, 1, 12, 0, n)).toISOString(),
    body: `text ${n}`,
    enc: 'none',
    ...changes,
  };
}

export function messages(from: number, to: number): Numbered[] {
  return Array.from({ length: to - from + 1 }, (_, i) => message(from + i));
}

export function messageEvent(of: Message): ChannelEvent {
  return { channel: of.channel, seq: of.seq, n: of.n ?? 0, rev: of.rev, kind: 'message', message: of };
}

export function memberEvent(seq: number, n: number): ChannelEvent {
  return { channel: 'c', seq, n, rev: seq, kind: 'member', member: { added: [], removed: [] } };
}
