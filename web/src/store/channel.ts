import type { Changes, Head, Message } from '../api/types';
import type { ChannelEvent } from '../socket/frames';
import { type Mentioned, after, afterReading, afterThread, toldBy } from './mentioned';
import { reacted } from './reactions';
import * as timeline from './timeline';
import type { Timeline } from './timeline';

/**
 * What this client knows of one channel. While it is not loaded only the numbers are kept; from the first
 * page on, the timeline is a window on the history: without a hole, as of the event `seq`, and of a bounded
 * length wherever one scrolls.
 */
export interface ChannelState {
  readonly id: string;
  /** Whose client this is. */
  readonly me: string;
  /** The last event up to which nothing is missing. */
  readonly seq: number;
  /** The revision up to which changes are known: what the next catch-up asks after. */
  readonly rev: number;
  /** Ordinal of the newest message, loaded or not. */
  readonly n: number;
  /** Ordinal of the newest message that I have read. */
  readonly read: number;
  /** The server could not tell yet how far I have read: nothing is shown as unread. */
  readonly readUnknown: boolean;
  /** I marked everything from this ordinal on as unread; null if I did not. */
  readonly unreadFrom: number | null;
  /** Unread messages that mention me. */
  readonly mentions: readonly Mentioned[];
  /** Whether the window reaches the newest message, so that new ones belong into it. */
  readonly live: boolean;
  readonly loaded: 'no' | 'loading' | 'yes';
  readonly timeline: Timeline;
  /** Events that came after a gap (or while loading), ascending; they wait for what is missing. */
  readonly held: readonly ChannelEvent[];
  /** The newest event known to exist. Beyond `seq`: something is missing. */
  readonly target: number;
  /** Events may have been dropped, how many is unknown. */
  readonly suspect: boolean;
}

export type ChannelAction =
  | { readonly type: 'head'; readonly head: Head }
  | { readonly type: 'event'; readonly event: ChannelEvent }
  | { readonly type: 'loading' }
  | { readonly type: 'load-failed' }
  /** The newest page of history. */
  | { readonly type: 'newest'; readonly messages: readonly Message[] }
  /** A page of history from before the first known message. */
  | { readonly type: 'older'; readonly messages: readonly Message[] }
  /** A page of history from after the last known message. */
  | { readonly type: 'newer'; readonly messages: readonly Message[] }
  /** The window moves to these; `newest` is the newest message of all as of then. */
  | { readonly type: 'around'; readonly messages: readonly Message[]; readonly newest: Message | undefined }
  /** An answer to "what changed since `rev`"; `upTo` is the target when it was asked for. */
  | { readonly type: 'changes'; readonly changes: Changes; readonly upTo: number }
  /** Something up to `seq` is known to exist (an own message was acknowledged). */
  | { readonly type: 'expect'; readonly seq: number }
  /** The server dropped events for us. */
  | { readonly type: 'suspect' }
  | { readonly type: 'read'; readonly n: number; readonly unreadFrom?: number | null }
  /** I want everything from `n` on to count as unread. */
  | { readonly type: 'unread'; readonly n: number }
  /** I have read a thread up to a comment; see {@link afterThread}. */
  | {
      readonly type: 'thread-read';
      readonly parent: number;
      readonly seq: number;
      readonly naming: number | null;
    }
  /** I have read all threads, up to the event `seq`. */
  | { readonly type: 'threads-read'; readonly seq: number }
  /** Nobody looks at it any more: old history may go. */
  | { readonly type: 'trim' }
  | { readonly type: 'forget' }
  /** I am no member any more: nothing of it counts. */
  | { readonly type: 'left' };

/** A channel that nobody looks at keeps this many chunks of its newest messages. */
const KEPT_CHUNKS = 4;

/** The longest window, 1,000 messages: what lies beyond is let go of and loaded again when needed. */
export const WINDOW_CHUNKS = 20;

export function newChannel(id: string, me: string): ChannelState {
  return {
    id,
    me,
    ...{ seq: 0, rev: 0, n: 0, read: 0, readUnknown: false, unreadFrom: null, mentions: [], target: 0 },
    ...{ live: true, loaded: 'no', timeline: timeline.EMPTY, held: [], suspect: false },
  };
}

/** Whether `changes` must be asked for. */
export function misses(state: ChannelState): boolean {
  return state.loaded === 'yes' && (state.suspect || state.target > state.seq);
}

/** Whether the timeline reaches back to the channel's first message. */
export function atStart(state: ChannelState): boolean {
  const first = timeline.first(state.timeline);
  return state.loaded === 'yes' && (first === undefined || first.n === 1);
}

/** The ordinal of the first unread message, which may not exist yet. */
export function unreadStart(state: ChannelState): number {
  return state.unreadFrom === null ? state.read + 1 : Math.min(state.unreadFrom, state.read + 1);
}

export function unreadCount(state: ChannelState): number {
  return state.readUnknown ? 0 : Math.max(0, state.n + 1 - unreadStart(state));
}

export function reduce(state: ChannelState, action: ChannelAction): ChannelState {
  switch (action.type) {
    case 'head':
      return head(state, action.head);
    case 'event':
      return event(state, action.event);
    case 'loading':
      return {
        ...state,
        ...{ loaded: 'loading', live: true, timeline: timeline.EMPTY, held: [], suspect: false },
      };
    case 'load-failed':
      return state.loaded === 'loading' ? { ...state, loaded: 'no', held: [] } : state;
    case 'newest':
      return newest(state, action.messages);
    case 'older':
      return older(state, action.messages);
    case 'newer':
      return newer(state, action.messages);
    case 'around':
      return around(state, action.messages, action.newest);
    case 'changes':
      return changes(state, action.changes, action.upTo);
    case 'expect':
      return { ...state, target: Math.max(state.target, action.seq) };
    case 'suspect':
      return state.loaded === 'yes' ? { ...state, suspect: true } : state;
    case 'read':
      return read(state, action.n, action.unreadFrom ?? null);
    case 'unread':
      return { ...state, unreadFrom: action.n };
    case 'thread-read':
      return {
        ...state,
        mentions: afterThread(state.mentions, action.parent, action.seq, action.naming),
      };
    case 'threads-read':
      return { ...state, mentions: state.mentions.filter(({ n, seq }) => n > 0 || seq > action.seq) };
    case 'trim':
      return state.live
        ? { ...state, timeline: timeline.keepNewest(state.timeline, KEPT_CHUNKS) }
        : forget(state);
    case 'forget':
      return forget(state);
    case 'left':
      return newChannel(state.id, state.me);
  }
}

function forget(state: ChannelState): ChannelState {
  return {
    ...state,
    seq: state.target,
    ...{ loaded: 'no', live: true, timeline: timeline.EMPTY, held: [], suspect: false },
  };
}

/** How many unread messages of the channel itself mention me, those that stand only in threads left out. */
export function mentionsInChannel(state: ChannelState): number {
  return state.mentions.filter(({ n }) => n > 0).length;
}

function head(state: ChannelState, head: Head): ChannelState {
  const read = Math.max(state.read, head.read ?? 0);
  // Nothing has happened meanwhile: where they stand is still known.
  const known = afterReading(state.mentions, read);
  const isSame = head.seq === state.target && head.mentions === known.length;
  const moved = {
    ...state,
    n: Math.max(state.n, head.n),
    read,
    readUnknown: head.read === undefined && (state.readUnknown || state.target === 0),
    unreadFrom: head.unreadFrom ?? null,
    mentions: isSame ? known : toldBy(head, read),
    target: Math.max(state.target, head.seq),
  };
  return state.loaded === 'no' ? { ...moved, seq: moved.target, rev: Math.max(state.rev, head.rev) } : moved;
}

function read(state: ChannelState, n: number, unreadFrom: number | null): ChannelState {
  if (n <= state.read && unreadFrom === state.unreadFrom && !state.readUnknown) {
    return state;
  }
  const moved = {
    ...state,
    read: Math.max(state.read, Math.min(n, state.n)),
    readUnknown: false,
    unreadFrom,
  };
  return { ...moved, mentions: afterReading(state.mentions, moved.read) };
}

function event(state: ChannelState, event: ChannelEvent): ChannelState {
  const isNew = state.target === 0;
  const isMessage = event.kind === 'message';
  // Who writes has read what came before; who comments only in a thread, has not.
  const mine = isMessage && event.message?.sender === state.me && event.message.n != null;
  const read = mine || (isNew && !isMessage) ? Math.max(state.read, event.n) : state.read;
  const mentions = event.seq > state.target ? after(state.mentions, state.me, event) : state.mentions;
  const moved = {
    ...state,
    n: Math.max(state.n, event.n),
    read,
    unreadFrom: mine ? null : state.unreadFrom,
    mentions: afterReading(mentions, read),
    target: Math.max(state.target, event.seq),
  };
  switch (state.loaded) {
    case 'no':
      return { ...moved, seq: moved.target, rev: Math.max(state.rev, event.rev) };
    case 'loading':
      return { ...moved, held: hold(state.held, event) };
    case 'yes':
      return event.seq === state.seq + 1
        ? release(apply(moved, event))
        : event.seq > state.seq
          ? { ...moved, held: hold(state.held, event) }
          : state;
  }
}

function newest(state: ChannelState, messages: readonly Message[]): ChannelState {
  const known = timeline.insert(timeline.EMPTY, messages);
  const last = timeline.last(known);
  const seq = Math.max(state.seq, last?.seq ?? 0);
  return release({
    ...state,
    loaded: 'yes',
    live: true,
    timeline: known,
    seq,
    rev: Math.max(state.rev, seq),
    n: Math.max(state.n, last?.n ?? 0),
    target: Math.max(state.target, seq),
  });
}

function older(state: ChannelState, messages: readonly Message[]): ChannelState {
  const known = timeline.insert(state.timeline, messages);
  const kept = timeline.keepOldest(known, WINDOW_CHUNKS);
  return { ...state, timeline: kept, live: state.live && kept.length === known.length };
}

function newer(state: ChannelState, messages: readonly Message[]): ChannelState {
  const known = timeline.keepNewest(timeline.insert(state.timeline, messages), WINDOW_CHUNKS);
  const n = timeline.last(known)?.n ?? 0;
  return { ...state, timeline: known, n: Math.max(state.n, n), live: n >= state.n };
}

function around(
  state: ChannelState,
  messages: readonly Message[],
  newest: Message | undefined,
): ChannelState {
  const known = timeline.insert(timeline.EMPTY, messages);
  const n = Math.max(state.n, newest?.n ?? 0);
  const seq = Math.max(state.seq, newest?.seq ?? 0);
  return release({
    ...state,
    loaded: 'yes',
    timeline: known,
    live: (timeline.last(known)?.n ?? 0) >= n,
    n,
    seq,
    rev: Math.max(state.rev, seq),
    target: Math.max(state.target, seq),
  });
}

/**
 * The messages that belong into the window. One from before or behind it would leave a hole; while the
 * window reaches the newest message there is nothing behind it.
 */
function within(state: ChannelState, messages: readonly Message[]): readonly Message[] {
  const start = timeline.first(state.timeline)?.n ?? 1;
  const end = state.live ? Infinity : (timeline.last(state.timeline)?.n ?? 0);
  return messages.filter((message) => message.n != null && message.n >= start && message.n <= end);
}

function changes(state: ChannelState, changes: Changes, upTo: number): ChannelState {
  if (state.loaded !== 'yes') {
    return state;
  }
  const known = timeline.insert(state.timeline, within(state, changes.items));
  const caughtUp = {
    ...state,
    timeline: known,
    rev: Math.max(state.rev, changes.rev),
    n: Math.max(state.n, ...changes.items.map((message) => message.n ?? 0)),
  };
  return changes.more
    ? caughtUp
    : release({
        ...caughtUp,
        suspect: false,
        seq: Math.max(state.seq, changes.rev, upTo),
        target: Math.max(state.target, changes.rev),
      });
}

function apply(state: ChannelState, event: ChannelEvent): ChannelState {
  return {
    ...state,
    seq: event.seq,
    rev: Math.max(state.rev, event.rev),
    timeline: changed(state, event),
  };
}

/** The window after an event; one of an unknown kind only counts. */
function changed(state: ChannelState, event: ChannelEvent): Timeline {
  const { message, comments, reaction } = event;
  let now = state.timeline;
  if (reaction) {
    const added = event.kind === 'reacted';
    now = timeline.patch(now, reaction.message, (of) => reacted(of, reaction, added, event.seq, state.me));
  }
  if (comments && message?.parent != null) {
    now = timeline.patch(now, message.parent, (parent) =>
      parent.rev >= event.seq ? parent : { ...parent, comments, rev: event.seq },
    );
  }
  return message ? timeline.insert(now, within(state, [message])) : now;
}

/** Applies the held events that follow without a gap and drops those that are known meanwhile. */
function release(state: ChannelState): ChannelState {
  let now = state;
  let waiting = 0;
  for (const event of state.held) {
    if (event.seq > now.seq + 1) {
      break;
    }
    waiting++;
    now = event.seq === now.seq + 1 ? apply(now, event) : now;
  }
  return waiting === 0 ? now : { ...now, held: state.held.slice(waiting) };
}

function hold(held: readonly ChannelEvent[], event: ChannelEvent): readonly ChannelEvent[] {
  const at = held.findIndex((other) => other.seq >= event.seq);
  if (at < 0) {
    return [...held, event];
  }
  return held[at]!.seq === event.seq ? held : held.toSpliced(at, 0, event);
}
