import type { Attachment } from '../api/types';

/** What is sent besides the text. */
export interface Extras {
  readonly mentions?: readonly string[];
  /** The message that it comments on. */
  readonly parent?: number;
  /** A comment that the whole channel is to see. */
  readonly alsoInChannel?: boolean;
  readonly attachments?: readonly Attachment[];
}

/** A message on its way. Its id is the operation's id: every attempt repeats it, so it arrives once. */
export interface Outgoing extends Extras {
  readonly id: string;
  readonly channel: string;
  readonly body: string;
  /** Server time when it was written, in Unix milliseconds. */
  readonly written: number;
  /**
   * `waiting` for a connection, `sending` (on the wire), `sent` (acknowledged, its event is still to come),
   * `failed` (refused; the user decides).
   */
  readonly state: 'waiting' | 'sending' | 'sent' | 'failed';
  /** The type of the problem for which it failed. */
  readonly problem: string | null;
}

/** Oldest first, which is the order in which they are sent. */
export type Outbox = readonly Outgoing[];

export type OutboxAction =
  | {
      readonly type: 'add';
      readonly id: string;
      readonly channel: string;
      readonly body: string;
      readonly now: number;
      readonly extras?: Extras;
    }
  | { readonly type: 'sending'; readonly id: string }
  | { readonly type: 'acked'; readonly id: string }
  | { readonly type: 'failed'; readonly id: string; readonly problem: string }
  /** The connection is gone: whether what was on the wire arrived is unknown, so it is sent again. */
  | { readonly type: 'disconnected' }
  | { readonly type: 'retry'; readonly id: string }
  /** The id grew too old and nothing was stored under it: the same message under a new one. */
  | { readonly type: 'renew'; readonly id: string; readonly newId: string }
  /** Seen in the channel, or discarded by the user. */
  | { readonly type: 'remove'; readonly ids: readonly string[] };

export function reduce(outbox: Outbox, action: OutboxAction): Outbox {
  switch (action.type) {
    case 'add': {
      const { id, channel, body, now, extras } = action;
      return [...outbox, { ...extras, id, channel, body, written: now, state: 'waiting', problem: null }];
    }
    case 'sending':
      return change(outbox, action.id, { state: 'sending' });
    case 'acked':
      return change(outbox, action.id, { state: 'sent', problem: null });
    case 'failed':
      return change(outbox, action.id, { state: 'failed', problem: action.problem });
    case 'disconnected':
      return outbox.map((item) => (item.state === 'sending' ? { ...item, state: 'waiting' } : item));
    case 'retry':
      return change(outbox, action.id, { state: 'waiting', problem: null });
    case 'renew':
      return change(outbox, action.id, { id: action.newId, state: 'waiting', problem: null });
    case 'remove':
      return outbox.some((item) => action.ids.includes(item.id))
        ? outbox.filter((item) => !action.ids.includes(item.id))
        : outbox;
  }
}

function change(outbox: Outbox, id: string, change: Partial<Outgoing>): Outbox {
  return outbox.map((item) => (item.id === id ? { ...item, ...change } : item));
}

/** What was stored by an earlier page of this tab; anything unreadable is nothing. */
export function parseOutbox(text: string | null): Outbox {
  try {
    const items: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(items) ? reduce(items.filter(isOutgoing), { type: 'disconnected' }) : [];
  } catch {
    return [];
  }
}

function isOutgoing(item: unknown): item is Outgoing {
  const fields = item as Partial<Outgoing> | null;
  return (
    typeof fields?.id === 'string' &&
    typeof fields.channel === 'string' &&
    typeof fields.body === 'string' &&
    typeof fields.written === 'number'
  );
}
