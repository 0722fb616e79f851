import type { Message } from '../api/types';

/** Messages of one chunk; a chunk is also what the list shows or leaves out as a whole. */
export const CHUNK = 50;

/** A message of the channel itself, as against a comment in a thread: it has an ordinal. */
export type Numbered = Message & { readonly n: number };

/** The messages whose `n` lies in `(index * CHUNK, (index + 1) * CHUNK]`, ascending by `seq`. */
export interface Chunk {
  readonly index: number;
  readonly messages: readonly Numbered[];
}

/**
 * The known part of a channel's history: ascending chunks without a hole between them. Immutable: a change
 * copies the chunk it touches and leaves the others identical, so that one more message costs one chunk, and
 * the screen redraws only that chunk.
 */
export type Timeline = readonly Chunk[];

export const EMPTY: Timeline = [];

/** Whether a message belongs to the channel's own list. */
export function isNumbered(message: Message): message is Numbered {
  return typeof message.n === 'number';
}

/**
 * Puts messages in their places. One that is there already (same id) is replaced only by a later revision,
 * so that anything may be applied again and in any order with the same result. Comments are left out.
 */
export function insert(timeline: Timeline, messages: readonly Message[]): Timeline {
  let chunks: Chunk[] | null = null;
  for (const message of messages) {
    if (!isNumbered(message)) {
      continue;
    }
    const now: Timeline = chunks ?? timeline;
    const index = Math.floor((message.n - 1) / CHUNK);
    const at = position(now, index);
    const chunk = now[at];
    if (chunk?.index !== index) {
      chunks ??= [...timeline];
      chunks.splice(at, 0, { index, messages: [message] });
      continue;
    }
    const changed = place(chunk.messages, message);
    if (changed !== chunk.messages) {
      chunks ??= [...timeline];
      chunks[at] = { index, messages: changed };
    }
  }
  return chunks ?? timeline;
}

function place(messages: readonly Numbered[], message: Numbered): readonly Numbered[] {
  let at = messages.length;
  while (at > 0 && messages[at - 1]!.seq >= message.seq) {
    at--;
  }
  const present = messages[at];
  if (present?.seq === message.seq) {
    return present.rev >= message.rev ? messages : messages.with(at, withMine(message, present));
  }
  return messages.some((other) => other.id === message.id) ? messages : messages.toSpliced(at, 0, message);
}

/** An event does not tell which reactions are mine; they are still those that they were. */
function withMine(message: Numbered, before: Message): Numbered {
  if (!message.reactions?.some((reaction) => reaction.mine === undefined)) {
    return message;
  }
  const mine = new Set(before.reactions?.filter((reaction) => reaction.mine).map(({ emoji }) => emoji));
  const reactions = message.reactions.map((reaction) => ({
    ...reaction,
    mine: reaction.mine ?? mine.has(reaction.emoji),
  }));
  return { ...message, reactions };
}

/** The first place whose chunk is not before `index`. */
function position(timeline: Timeline, index: number): number {
  let low = 0;
  let high = timeline.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timeline[middle]!.index < index) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** The message with this `seq`, if it is in the known part. */
export function find(timeline: Timeline, seq: number): Numbered | undefined {
  const chunk = timeline.find((other) => other.messages.at(-1)!.seq >= seq);
  return chunk?.messages.find((message) => message.seq === seq);
}

/** Changes one message that is there; a message that is not there is none of our business. */
export function patch(timeline: Timeline, seq: number, change: (message: Numbered) => Numbered): Timeline {
  const at = timeline.findIndex((chunk) => chunk.messages.at(-1)!.seq >= seq);
  const chunk = timeline[at];
  const within = chunk?.messages.findIndex((message) => message.seq === seq) ?? -1;
  if (chunk === undefined || within < 0) {
    return timeline;
  }
  const before = chunk.messages[within]!;
  const after = change(before);
  return after === before
    ? timeline
    : timeline.with(at, { index: chunk.index, messages: chunk.messages.with(within, after) });
}

export function first(timeline: Timeline): Numbered | undefined {
  return timeline[0]?.messages[0];
}

export function last(timeline: Timeline): Numbered | undefined {
  return timeline.at(-1)?.messages.at(-1);
}

export function size(timeline: Timeline): number {
  return timeline.reduce((sum, chunk) => sum + chunk.messages.length, 0);
}

/** Whether an operation's message is among the newest; a retried one can be nowhere else. */
export function contains(timeline: Timeline, id: string): boolean {
  return timeline.some((chunk) => chunk.messages.some((message) => message.id === id));
}

/** Lets go of all but the newest chunks; history is loaded again when someone scrolls there. */
export function keepNewest(timeline: Timeline, chunks: number): Timeline {
  return timeline.length <= chunks ? timeline : timeline.slice(-chunks);
}

/** Lets go of all but the oldest chunks. */
export function keepOldest(timeline: Timeline, chunks: number): Timeline {
  return timeline.length <= chunks ? timeline : timeline.slice(0, chunks);
}

export function all(timeline: Timeline): Numbered[] {
  return timeline.flatMap((chunk) => [...chunk.messages]);
}
