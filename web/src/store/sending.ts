import { type ReadonlySignal, signal } from '@preact/signals';
import type { Client } from '../api/client';
import { Problem } from '../api/problem';
import type { ServerFrame } from '../socket/frames';
import type { ClientFrame } from '../socket/frames';
import { backoff } from '../socket/backoff';
import { ofTab } from '../session/storage';
import type { Channels } from './channels';
import { serverNow } from './clock';
import { type Extras, type Outbox, type OutboxAction, type Outgoing, parseOutbox, reduce } from './outbox';
import * as timeline from './timeline';
import { timeOf, uuidv7 } from './uuidv7';

/** A connection on which an acknowledgement takes longer than this is given up. */
const ACK_TIMEOUT_MS = 20_000;

/** An acknowledged message whose event has not come after this is fetched. */
const EVENT_TIMEOUT_MS = 2_000;

/** How far back to look for a message of which only the id is known. */
const LOOK_BACK_PAGES = 50;
const LOOK_BACK_LIMIT = 100;

/** Messages on the wire without an answer; more wait, so that a long outbox doesn't exceed the rate limit. */
const WINDOW = 20;

/** Refusals that pass are tried this often before the user is asked. */
const ATTEMPTS = 6;

interface Wire {
  send(frame: ClientFrame): boolean;
  restart(): void;
}

/**
 * Sends messages, each exactly once: an unanswered one is repeated under its id after a reconnect or a
 * reload of the page, and an id that grew too old is looked for in the channel before another is used.
 */
export class Sending {
  private readonly items = signal<Outbox>([]);
  private readonly attempts = new Map<string, number>();
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly key: string;

  constructor(
    user: string,
    private readonly wire: Wire,
    private readonly client: Client,
    private readonly channels: () => Channels,
  ) {
    this.key = `chat.outbox.${user}`;
    this.items.value = parseOutbox(ofTab.get(this.key));
  }

  get outbox(): ReadonlySignal<Outbox> {
    return this.items;
  }

  add(channel: string, body: string, extras: Extras = {}): void {
    const now = serverNow();
    this.dispatch({ type: 'add', id: uuidv7(now), channel, body, now, extras });
    this.flush();
  }

  retry(id: string): void {
    this.attempts.delete(id);
    this.dispatch({ type: 'retry', id });
    this.flush();
  }

  discard(id: string): void {
    this.dispatch({ type: 'remove', ids: [id] });
  }

  /** Drops everything that is not sent: its writer logs out. */
  forget(): void {
    this.dispatch({ type: 'remove', ids: this.items.peek().map((item) => item.id) });
  }

  /** Hands everything that waits to the connection, in the order in which it was written. */
  flush(): void {
    let underWay = this.items.peek().filter((item) => item.state === 'sending').length;
    for (const item of this.items.peek()) {
      if (item.state === 'waiting' && (underWay++ >= WINDOW || !this.send(item))) {
        break;
      }
    }
  }

  disconnected(): void {
    this.timers.forEach((timer) => clearTimeout(timer));
    this.timers.clear();
    this.dispatch({ type: 'disconnected' });
  }

  /** Takes the messages out that are now in the channel. */
  seen(channel: string): void {
    const mine = this.items.peek().filter((item) => item.channel === channel);
    if (mine.length > 0) {
      const known = this.channels().state(channel).peek().timeline;
      const ids = mine.filter((item) => timeline.contains(known, item.id)).map((item) => item.id);
      ids.forEach((id) => this.settle(id));
      this.dispatch({ type: 'remove', ids });
    }
  }

  /** Takes out a message of which an event or a page has told. */
  arrived(id: string): void {
    if (this.items.peek().some((item) => item.id === id)) {
      this.settle(id);
      this.dispatch({ type: 'remove', ids: [id] });
    }
  }

  answer(frame: ServerFrame & { readonly t: 'ack' | 'nack' }): void {
    const item = this.items.peek().find((other) => other.id === frame.ref);
    if (item === undefined) {
      return;
    }
    this.settle(item.id);
    if (frame.t === 'ack') {
      this.acknowledged(item, frame.seq);
    } else {
      const { type, status, title, detail, retryAfter } = frame;
      this.refused(item, new Problem(type, status, title, detail ?? null, retryAfter ?? null));
    }
    this.flush();
  }

  private send(item: Outgoing): boolean {
    const { id, channel, body } = item;
    if (!this.wire.send({ t: 'send', ref: id, channel, id, body, enc: 'none', ...extrasOf(item) })) {
      return false;
    }
    this.dispatch({ type: 'sending', id });
    this.after(id, ACK_TIMEOUT_MS, () => this.wire.restart());
    return true;
  }

  private acknowledged(item: Outgoing, seq: number | undefined): void {
    this.dispatch({ type: 'acked', id: item.id });
    const channel = this.channels().state(item.channel).peek();
    if (channel.loaded === 'no') {
      this.discard(item.id);
    } else if (seq !== undefined) {
      this.after(item.id, EVENT_TIMEOUT_MS, () =>
        this.channels().dispatch(item.channel, { type: 'expect', seq }),
      );
    }
  }

  private refused(item: Outgoing, problem: Problem): void {
    if (problem.type === 'stale-id') {
      void this.renew(item);
      return;
    }
    const attempt = this.attempts.get(item.id) ?? 0;
    if (problem.passing && attempt < ATTEMPTS) {
      this.attempts.set(item.id, attempt + 1);
      this.after(item.id, Math.max(backoff(attempt + 1), (problem.retryAfter ?? 0) * 1000), () => {
        this.dispatch({ type: 'retry', id: item.id });
        this.flush();
      });
      return;
    }
    const isImage = problem.type === 'unprocessable' && problem.detail?.startsWith('attachments.');
    this.dispatch({ type: 'failed', id: item.id, problem: isImage ? 'image-refused' : problem.type });
  }

  /** The id is too old to be decided again: sends it under a new one only if it is not in the channel. */
  private async renew(item: Outgoing): Promise<void> {
    try {
      if (await this.isStored(item)) {
        this.discard(item.id);
      } else {
        this.dispatch({ type: 'renew', id: item.id, newId: uuidv7(serverNow()) });
        this.flush();
      }
    } catch (error) {
      this.dispatch({ type: 'failed', id: item.id, problem: Problem.from(error).type });
    }
  }

  private async isStored(item: Outgoing): Promise<boolean> {
    const since = timeOf(item.id) - 60_000;
    let before: number | undefined;
    for (let page = 0; page < LOOK_BACK_PAGES; page++) {
      const messages = await this.client.history(item.channel, LOOK_BACK_LIMIT, before);
      if (messages.some((message) => message.id === item.id)) {
        return true;
      }
      const first = messages[0];
      if (first === undefined || first.n === 1 || Date.parse(first.time) < since) {
        return false;
      }
      before = first.seq;
    }
    throw new Problem('stale-id', 409, 'Too much was written since');
  }

  private after(id: string, ms: number, task: () => void): void {
    clearTimeout(this.timers.get(id));
    this.timers.set(id, setTimeout(task, ms));
  }

  private settle(id: string): void {
    clearTimeout(this.timers.get(id));
    this.timers.delete(id);
  }

  private dispatch(action: OutboxAction): void {
    const before = this.items.peek();
    const after = reduce(before, action);
    if (after !== before) {
      this.items.value = after;
      ofTab.set(this.key, after.length === 0 ? null : JSON.stringify(after));
    }
  }
}

function extrasOf({ mentions, parent, alsoInChannel, attachments }: Outgoing): Extras {
  return {
    ...(mentions && mentions.length > 0 ? { mentions } : {}),
    ...(parent === undefined ? {} : { parent }),
    ...(alsoInChannel ? { alsoInChannel } : {}),
    ...(attachments && attachments.length > 0 ? { attachments } : {}),
  };
}
