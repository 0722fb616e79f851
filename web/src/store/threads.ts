import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Client } from '../api/client';
import type { Message } from '../api/types';
import type { ChannelEvent } from '../socket/frames';
import { reacted } from './reactions';

const PAGE = 50;

/** A thread keeps at most this many comments; beyond it the oldest go and are loaded again when wanted. */
const KEPT = 1_000;

/** This many threads are kept; the one that was opened the longest ago goes first. */
const THREADS = 20;

/** The comments on a message, as far as they were loaded: those from some point on to the newest. */
export interface Thread {
  readonly comments: readonly Message[];
  /** Whether there are earlier ones. */
  readonly more: boolean;
  readonly loaded: boolean;
}

const NOTHING: Thread = { comments: [], more: false, loaded: false };

/** The threads that were opened, kept up to date by the channels' events. */
export class Threads {
  private readonly threads = new Map<string, Signal<Thread>>();
  private readonly readUpTo = new Map<string, number>();
  private readonly followed = new Map<string, Signal<boolean | null>>();

  constructor(
    private readonly client: Client,
    private readonly me: string,
  ) {}

  thread(channel: string, parent: number): ReadonlySignal<Thread> {
    return this.signalOf(channel, parent);
  }

  /** Loads the newest comments, also again after something may have been missed. */
  async open(channel: string, parent: number): Promise<void> {
    const followed = this.following(channel, parent);
    const before = followed.peek();
    const { items: comments, following } = await this.client.comments(channel, parent, PAGE);
    // What I decided meanwhile is newer than the answer.
    if (following !== undefined && followed.peek() === before) {
      followed.value = following;
    }
    const thread = this.signalOf(channel, parent);
    const { comments: known } = thread.peek();
    // What is known from before continues what came only if they meet.
    const meets = known.some(({ seq }) => seq === comments[0]?.seq);
    thread.value = {
      comments: meets ? merged(known, comments) : merged(comments, newerThan(known, comments)),
      more: meets ? thread.peek().more : comments.length === PAGE,
      loaded: true,
    };
  }

  async loadOlder(channel: string, parent: number): Promise<void> {
    const thread = this.signalOf(channel, parent);
    const first = thread.peek().comments[0];
    if (first && thread.peek().more) {
      const { items: comments } = await this.client.comments(channel, parent, PAGE, first.seq);
      const now = thread.peek();
      thread.value = { ...now, comments: merged(now.comments, comments), more: comments.length === PAGE };
    }
  }

  /** Takes what an event says of a comment. */
  event(event: ChannelEvent): void {
    const { channel, message, reaction } = event;
    if (message) {
      this.merge(channel, [message]);
    }
    if (reaction) {
      for (const [key, thread] of this.threads) {
        if (key.startsWith(`${channel}/`)) {
          const at = thread.peek().comments.findIndex(({ seq }) => seq === reaction.message);
          if (at >= 0) {
            const before = thread.peek().comments[at]!;
            const after = reacted(before, reaction, event.kind === 'reacted', event.seq, this.me);
            thread.value = { ...thread.peek(), comments: thread.peek().comments.with(at, after) };
          }
        }
      }
    }
  }

  /** Takes comments in their newest state, of whatever threads. */
  merge(channel: string, messages: readonly Message[]): void {
    for (const message of messages) {
      const thread = message.parent == null ? undefined : this.threads.get(keyOf(channel, message.parent));
      if (thread?.peek().loaded) {
        const { comments, more } = thread.peek();
        const isBefore = more && message.seq < (comments[0]?.seq ?? 0);
        if (!isBefore) {
          if (message.sender === this.me && comments.every(({ seq }) => seq !== message.seq)) {
            this.following(channel, message.parent!).value = true;
          }
          thread.value = { ...thread.peek(), comments: merged(comments, [message]) };
        }
      }
    }
  }

  /**
   * I have read a thread up to the comment `seq`.
   *
   * @return how many comments that I had not read since the connection was made name me; null if they are not
   *     all known
   */
  read(channel: string, parent: number, seq: number): number | null {
    const key = keyOf(channel, parent);
    const before = this.readUpTo.get(key) ?? 0;
    this.readUpTo.set(key, Math.max(before, seq));
    if (seq <= before) {
      return 0;
    }
    const { comments, more, loaded } = this.threads.get(key)?.peek() ?? NOTHING;
    const isWhole = loaded && (!more || (comments[0]?.seq ?? 0) <= before);
    const namesMe = ({ sender, mentions }: Message): boolean =>
      sender !== this.me && mentions?.includes(this.me) === true;
    const read = comments.filter((comment) => comment.seq > before && comment.seq <= seq);
    return isWhole ? read.filter(namesMe).length : null;
  }

  /** What is unread was counted anew. */
  connected(): void {
    this.readUpTo.clear();
  }

  /** Whether I follow a thread, as who comments does; null while nothing was told. */
  following(channel: string, parent: number): Signal<boolean | null> {
    const key = keyOf(channel, parent);
    const known = this.followed.get(key) ?? signal<boolean | null>(null);
    this.followed.set(key, known);
    return known;
  }

  /** A comment that is known. */
  find(channel: string, seq: number): Message | undefined {
    for (const [key, thread] of this.threads) {
      if (key.startsWith(`${channel}/`)) {
        const found = thread.peek().comments.find((comment) => comment.seq === seq);
        if (found) {
          return found;
        }
      }
    }
    return undefined;
  }

  private signalOf(channel: string, parent: number): Signal<Thread> {
    const key = keyOf(channel, parent);
    const thread = this.threads.get(key) ?? signal(NOTHING);
    this.threads.delete(key);
    this.threads.set(key, thread);
    if (this.threads.size > THREADS) {
      this.threads.delete(this.threads.keys().next().value!);
    }
    return thread;
  }
}

function keyOf(channel: string, parent: number): string {
  return `${channel}/${parent}`;
}

function newerThan(known: readonly Message[], page: readonly Message[]): readonly Message[] {
  const last = page.at(-1)?.seq ?? 0;
  return known.filter(({ seq }) => seq > last);
}

/** Both lists as one, ascending by `seq`, each message in its newest state. */
export function merged(known: readonly Message[], more: readonly Message[]): readonly Message[] {
  const bySeq = new Map(known.map((message) => [message.seq, message]));
  for (const message of more) {
    const before = bySeq.get(message.seq);
    if (before === undefined || before.rev < message.rev) {
      bySeq.set(message.seq, message);
    }
  }
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq).slice(-KEPT);
}
