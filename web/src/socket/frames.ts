import type { Head, Message } from '../api/types';

/** A change of a channel, in `seq` order without a gap as long as nothing was missed. */
export interface ChannelEvent {
  readonly channel: string;
  readonly seq: number;
  readonly n: number;
  readonly rev: number;
  readonly kind: string;
  readonly message?: Message;
  readonly member?: MemberChange;
}

export interface MemberChange {
  readonly added: readonly { readonly user: string; readonly role: string }[];
  readonly removed: readonly string[];
}

export type ServerFrame =
  | { readonly t: 'ready'; readonly user: string; readonly time: string; readonly channels: readonly Head[] }
  | {
      readonly t: 'ack';
      readonly ref: string;
      readonly seq?: number;
      readonly n?: number;
      readonly time?: string;
    }
  | {
      readonly t: 'nack';
      readonly ref?: string;
      readonly type: string;
      readonly title: string;
      readonly status: number;
      readonly detail?: string;
      /** Seconds. */
      readonly retryAfter?: number;
    }
  | ({ readonly t: 'event' } & ChannelEvent)
  | { readonly t: 'read'; readonly channel: string; readonly n: number }
  | { readonly t: 'resync'; readonly channels: readonly (string | Head)[] }
  | { readonly t: 'bye'; readonly reconnectAfterMs: number }
  | { readonly t: 'pong' };

export type ClientFrame =
  | { readonly t: 'auth'; readonly token: string }
  | {
      readonly t: 'send';
      readonly ref: string;
      readonly channel: string;
      readonly id: string;
      readonly body: string;
      readonly enc: 'none';
    }
  | { readonly t: 'read'; readonly ref: string; readonly channel: string; readonly n: number }
  | { readonly t: 'ping' };

/** A frame of a kind we don't know (a newer server's) is `null`, not an error. */
export function parseFrame(text: string): ServerFrame | null {
  const kinds = ['ready', 'ack', 'nack', 'event', 'read', 'resync', 'bye', 'pong'];
  try {
    const frame = JSON.parse(text) as { t?: unknown };
    return typeof frame.t === 'string' && kinds.includes(frame.t) ? (frame as ServerFrame) : null;
  } catch {
    return null;
  }
}
