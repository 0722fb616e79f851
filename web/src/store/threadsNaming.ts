import type { Message, Page } from '../api/types';
import type { ChannelState } from './channel';

/** So many pages of the inbox are looked through. */
const PAGES = 10;

/** A thread, and its last comment that mentions me. */
export interface ThreadNaming {
  readonly channel: string;
  readonly parent: number;
  readonly seq: number;
}

/**
 * The threads of channels that have comments which mention me and which I have not read. Those of which the
 * server told only how many there are, are looked for in the inbox: read ones among them do no harm.
 */
export async function threadsNaming(
  me: string,
  channels: readonly ChannelState[],
  inbox: (cursor: string | null) => Promise<Page<Message>>,
): Promise<readonly ThreadNaming[]> {
  const found = new Map<string, ThreadNaming>();
  const add = (channel: string, parent: number, seq: number): void => {
    const key = `${channel}/${parent}`;
    found.set(key, { channel, parent, seq: Math.max(seq, found.get(key)?.seq ?? 0) });
  };
  const wanted = new Map<string, { readonly read: number; count: number }>();
  for (const { id, read, mentions } of channels) {
    mentions.forEach(({ n, parent, seq }) => n === 0 && parent !== null && add(id, parent, seq));
    const count = mentions.filter(({ seq }) => seq === 0).length;
    if (count > 0) {
      wanted.set(id, { read, count });
    }
  }
  let cursor: string | null = null;
  for (let page = 0; page < PAGES && wanted.size > 0; page++) {
    const answer: Page<Message> = await inbox(cursor);
    for (const { channel, parent, n, seq, mentions } of answer.items) {
      const here = wanted.get(channel);
      const isInThread = n == null && parent != null && mentions?.includes(me);
      if (here && isInThread) {
        add(channel, parent, seq);
      }
      if (here && (isInThread || (n ?? 0) > here.read) && --here.count === 0) {
        wanted.delete(channel);
      }
    }
    cursor = answer.next;
    if (cursor == null) {
      break;
    }
  }
  return [...found.values()];
}
