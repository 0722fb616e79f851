import type { Attachment, Comments, Head, Message, Notifications, UserSettings } from '../api/types';
import type { PresenceFrame } from '../store/presence';
import type { ReactionChange } from '../store/reactions';

/** A change of a channel, in `seq` order without a gap as long as nothing was missed. */
export interface ChannelEvent {
  readonly channel: string;
  readonly seq: number;
  readonly n: number;
  readonly rev: number;
  readonly kind: string;
  readonly message?: Message;
  readonly member?: MemberChange;
  /** With a comment: what its parent shows of the thread from now on. */
  readonly comments?: Comments;
  /** With `channel`: its name, topic and whether it is archived, from now on. */
  readonly change?: { readonly name: string; readonly topic: string; readonly archived: boolean };
  /** With `reacted` and `unreacted`. */
  readonly reaction?: ReactionChange;
  /** Who did it, where that is not the message's sender. */
  readonly by?: string;
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
  | {
      readonly t: 'read';
      readonly channel: string;
      readonly n: number;
      readonly unreadFrom?: number | null;
    }
  | { readonly t: 'resync'; readonly channels: readonly (string | Head)[] }
  | { readonly t: 'typing'; readonly channel: string; readonly user: string; readonly parent?: number | null }
  | ({ readonly t: 'presence' } & PresenceFrame)
  /** Another device of mine saved or removed the draft. */
  | { readonly t: 'draft'; readonly channel: string }
  /** Whether I follow a thread, or up to where I have read it, changed on some device of mine. */
  | {
      readonly t: 'thread';
      readonly channel: string;
      readonly message: number;
      readonly following?: boolean;
      /** The `seq` of the last comment that I have read. */
      readonly read?: number;
    }
  /** Something of a team changed: `own` if it is my part in it. */
  | { readonly t: 'team'; readonly team: string; readonly change: string }
  | ({ readonly t: 'notifications'; readonly channel: string } & Notifications)
  | { readonly t: 'settings'; readonly settings: UserSettings }
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
      readonly mentions?: readonly string[];
      readonly parent?: number;
      readonly alsoInChannel?: boolean;
      readonly attachments?: readonly Attachment[];
    }
  | { readonly t: 'read'; readonly ref: string; readonly channel: string; readonly n: number }
  | { readonly t: 'typing'; readonly channel: string; readonly parent?: number }
  | { readonly t: 'watch'; readonly users: readonly string[] }
  | { readonly t: 'status'; readonly status: 'online' | 'idle' | 'dnd' }
  | { readonly t: 'ping' };

/** The compiler asks for every kind of {@link ServerFrame} here. */
const KINDS: Readonly<Record<ServerFrame['t'], true>> = {
  ready: true,
  ack: true,
  nack: true,
  event: true,
  read: true,
  resync: true,
  typing: true,
  draft: true,
  thread: true,
  presence: true,
  team: true,
  notifications: true,
  settings: true,
  bye: true,
  pong: true,
};

/** A frame of a kind we don't know (a newer server's) is `null`, not an error. */
export function parseFrame(text: string): ServerFrame | null {
  try {
    const frame = JSON.parse(text) as { t?: unknown };
    return typeof frame.t === 'string' && Object.hasOwn(KINDS, frame.t) ? (frame as ServerFrame) : null;
  } catch {
    return null;
  }
}
