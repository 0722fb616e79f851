import type { Changes, Head, Message } from '../api/types';
import type { ChannelEvent } from '../socket/frames';
import * as timeline from './timeline';
import type { Timeline } from './timeline';

/**
 * What this client knows of one channel. While it is not loaded only the numbers are kept; from the first
 * page on, the timeline has every message between its first one and the event `seq`.
 */
export interface ChannelState {
  readonly id: string;
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
  | { readonly type: 'event'; readonly event: ChannelEvent; readonly me: string }
  | { readonly type: 'loading' }
  | { readonly type: 'load-failed' }
  /** The newest page of history. */
  | { readonly type: 'newest'; readonly messages: readonly Message[] }
  /** A page of history from before the first known message. */
  | { readonly type: 'older'; readonly messages: readonly Message[] }
  /** An answer to "what changed since `rev`"; `upTo` is the target when it was asked for. */
  | { readonly type: 'changes'; readonly changes: Changes; readonly upTo: number }
  /** Something up to `seq` is known to exist (an own message was acknowledged). */
  | { readonly type: 'expect'; readonly seq: number }
  /** The server dropped events for us. */
  | { readonly type: 'suspect' }
  | { readonly type: 'read'; readonly n: number }
  /** Nobody looks at it any more: old history may go. */
  | { readonly type: 'trim' }
  | { readonly type: 'forget' }
  /** I am no member any more: nothing of it counts. */
  | { readonly type: 'left' };

/** A channel that nobody looks at keeps this many chunks of its newest messages. */
const KEPT_CHUNKS = 4;

export function newChannel(id: string): ChannelState {
  const numbers = { seq: 0, rev: 0, n: 0, read: 0, readUnknown: false, target: 0 };
  return { id, ...numbers, loaded: 'no', timeline: timeline.EMPTY, held: [], suspect: false };
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

export function unreadCount(state: ChannelState): number {
  return state.readUnknown ? 0 : Math.max(0, state.n - state.read);
}

export function reduce(state: ChannelState, action: ChannelAction): ChannelState {
  switch (action.type) {
    case 'head':
      return head(state, action.head);
    case 'event':
      return event(state, action.event, action.me);
    case 'loading':
      return { ...state, loaded: 'loading', timeline: timeline.EMPTY, held: [], suspect: false };
    case 'load-failed':
      return state.loaded === 'loading' ? { ...state, loaded: 'no', held: [] } : state;
    case 'newest':
      return newest(state, action.messages);
    case 'older':
      return { ...state, timeline: timeline.insert(state.timeline, action.messages) };
    case 'changes':
      return changes(state, action.changes, action.upTo);
    case 'expect':
      return { ...state, target: Math.max(state.target, action.seq) };
    case 'suspect':
      return state.loaded === 'yes' ? { ...state, suspect: true } : state;
    case 'read':
      return action.n > state.read || state.readUnknown
        ? { ...state, read: Math.max(state.read, Math.min(action.n, state.n)), readUnknown: false }
        : state;
    case 'trim':
      return { ...state, timeline: timeline.trim(state.timeline, KEPT_CHUNKS) };
    case 'forget':
      return {
        ...state,
        loaded: 'no',
        seq: state.target,
        timeline: timeline.EMPTY,
        held: [],
        suspect: false,
      };
    case 'left':
      return newChannel(state.id);
  }
}

function head(state: ChannelState, head: Head): ChannelState {
  const moved = {
    ...state,
    n: Math.max(state.n, head.n),
    read: Math.max(state.read, head.read ?? 0),
    readUnknown: head.read === undefined && (state.readUnknown || state.target === 0),
    target: Math.max(state.target, head.seq),
  };
  return state.loaded === 'no' ? { ...moved, seq: moved.target, rev: Math.max(state.rev, head.rev) } : moved;
}

function event(state: ChannelState, event: ChannelEvent, me: string): ChannelState {
  const isNew = state.target === 0;
  const read =
    event.message?.sender === me || (isNew && event.message === undefined)
      ? Math.max(state.read, event.n)
      : state.read;
  const moved = {
    ...state,
    n: Math.max(state.n, event.n),
    read,
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
    timeline: known,
    seq,
    rev: Math.max(state.rev, seq),
    n: Math.max(state.n, last?.n ?? 0),
    target: Math.max(state.target, seq),
  });
}

function changes(state: ChannelState, changes: Changes, upTo: number): ChannelState {
  if (state.loaded !== 'yes') {
    return state;
  }
  // Changed messages that lie before the known history are left out: they would leave a hole behind them.
  const start = timeline.first(state.timeline)?.n ?? 1;
  const within = changes.items.filter((message) => message.n >= start);
  const known = timeline.insert(state.timeline, within);
  const caughtUp = {
    ...state,
    timeline: known,
    rev: Math.max(state.rev, changes.rev),
    n: Math.max(state.n, timeline.last(known)?.n ?? 0),
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
    timeline: event.message ? timeline.insert(state.timeline, [event.message]) : state.timeline,
  };
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
