import type { Message } from '../api/types';

/** Messages of one chunk; a chunk is also what the list shows or leaves out as a whole. */
export const CHUNK = 50;

/** The messages whose `n` lies in `(index * CHUNK, (index + 1) * CHUNK]`, ascending by `seq`. */
export interface Chunk {
  readonly index: number;
  readonly messages: readonly Message[];
}

/**
 * The known part of a channel's history: ascending chunks without a hole between them. Immutable: a change
 * copies the chunk it touches and leaves the others identical, so that a list of 100,000 messages takes one
 * more at the cost of one chunk, and the screen redraws only that chunk.
 */
export type Timeline = readonly Chunk[];

export const EMPTY: Timeline = [];

/**
 * Puts messages in their places. One that is there already (same id) is replaced only by a later revision,
 * so that anything may be applied again and in any order with the same result.
 */
export function insert(timeline: Timeline, messages: readonly Message[]): Timeline {
  let chunks: Chunk[] | null = null;
  for (const message of messages) {
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

function place(messages: readonly Message[], message: Message): readonly Message[] {
  let at = messages.length;
  while (at > 0 && messages[at - 1]!.seq >= message.seq) {
    at--;
  }
  const present = messages[at];
  if (present?.seq === message.seq) {
    return present.rev >= message.rev ? messages : messages.with(at, message);
  }
  return messages.some((other) => other.id === message.id) ? messages : messages.toSpliced(at, 0, message);
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

export function first(timeline: Timeline): Message | undefined {
  return timeline[0]?.messages[0];
}

export function last(timeline: Timeline): Message | undefined {
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
export function trim(timeline: Timeline, chunks: number): Timeline {
  return timeline.length <= chunks ? timeline : timeline.slice(-chunks);
}

export function all(timeline: Timeline): Message[] {
  return timeline.flatMap((chunk) => [...chunk.messages]);
}
