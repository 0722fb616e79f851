/** What the server sends over REST and the socket; the names are those of openapi.yaml. */

export interface User {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
}

export type Role = 'owner' | 'admin' | 'member' | 'guest';

export interface Member extends User {
  readonly role: Role;
  /** Whether they are in the channel that was asked about. */
  readonly inChannel?: boolean;
}

export type Status = 'online' | 'idle' | 'dnd' | 'offline' | 'unknown';

/** What somebody says of themselves. */
export interface CustomStatus {
  readonly text: string;
  readonly emoji?: string | null;
  readonly until?: string | null;
}

export interface Presence {
  readonly user: string;
  readonly status: Status;
  readonly custom?: CustomStatus | null;
  readonly lastSeen?: string | null;
}

export interface Session {
  readonly accessToken: string;
  /** Seconds for which the access token is valid from now. */
  readonly expiresIn: number;
  readonly refreshToken: string;
  readonly deviceId: string;
  readonly user: User;
}

export interface Team {
  readonly id: string;
  readonly name: string;
  readonly open: boolean;
  readonly role: Role;
  readonly muted?: boolean;
  /** Its first channel, in which everybody but guests is. */
  readonly general?: string | null;
  /** Until when it is muted; null for ever. */
  readonly mutedUntil?: string | null;
}

export interface Channel {
  readonly id: string;
  readonly kind: 'channel' | 'dm';
  /** Absent for direct messages: they belong to no team. */
  readonly team?: string | null;
  readonly name?: string | null;
  readonly private?: boolean;
  readonly member?: boolean;
  readonly topic?: string | null;
  readonly archived?: boolean;
  /** Mine in the channel; null if I am not in it. */
  readonly role?: Role | null;
  readonly notifications?: Notifications | null;
  /** The people of a direct message. */
  readonly users?: readonly User[];
}

/** What of a channel I am told about, back to everything from `until` on. */
export interface Notifications {
  readonly level: 'all' | 'mentions' | 'none';
  readonly until?: string | null;
}

/** Who of a channel is meant at once, instead of one by one. */
export type Everyone = '@channel' | '@here';

export interface Message {
  readonly channel: string;
  readonly id: string;
  readonly seq: number;
  /** Its ordinal among the channel's messages; a comment that was not also sent to the channel has none. */
  readonly n?: number | null;
  readonly rev: number;
  readonly sender: string;
  readonly time: string;
  readonly body: string;
  readonly enc: string;
  /** Ids of users, `@channel` and `@here`. */
  readonly mentions?: readonly string[] | null;
  /** The `seq` of the message that it comments on. */
  readonly parent?: number | null;
  readonly comments?: Comments | null;
  /** In the order of each emoji's first use. */
  readonly reactions?: readonly Reaction[] | null;
  readonly attachments?: readonly Attachment[] | null;
  readonly edited?: { readonly by: string; readonly time: string } | null;
  /** It was deleted: body, reactions and attachments are gone. */
  readonly deleted?: { readonly by: string; readonly time: string } | null;
  readonly pinned?: { readonly by: string; readonly time: string } | null;
  /** It was brought from elsewhere by its sender. */
  readonly imported?: Imported | null;
}

/** Where an imported message comes from. */
export interface Imported {
  readonly author: string;
  readonly time: string;
  readonly edited?: string | null;
  readonly reactions?:
    readonly { readonly emoji: string; readonly count: number; readonly names: readonly string[] }[] | null;
}

/** What a message shows of its thread. */
export interface Comments {
  readonly count: number;
  /** The last authors, newest first. */
  readonly users: readonly string[];
  readonly last?: { readonly seq: number; readonly time: string } | null;
}

export interface Reaction {
  readonly emoji: string;
  readonly count: number;
  /** Whether I am one of them; events do not tell. */
  readonly mine?: boolean;
  /** The first who reacted. */
  readonly users?: readonly string[];
}

export interface Attachment {
  readonly key: string;
  readonly url: string;
  /** Bytes. */
  readonly size: number;
  readonly type: string;
}

/** Hours in which I am not told of anything; they may go over midnight. */
export interface QuietHours {
  readonly from: string;
  readonly to: string;
  /** The days on which they begin: 1 is Monday. */
  readonly days: readonly number[];
  readonly zone: string;
}

export interface UserSettings {
  readonly language?: 'en' | 'ko' | null;
  readonly theme?: 'light' | 'dark' | null;
  /** Counts the changes; 0 if nothing was ever chosen. */
  readonly version?: number;
  readonly quietHours?: QuietHours | null;
  readonly pausedUntil?: string | null;
}

/** Somewhere I am signed in. */
export interface Device {
  readonly device: string;
  readonly name: string;
  readonly platform: string;
  readonly lastUsed?: string | null;
  readonly current: boolean;
  /** How it is told about new messages, if it is. */
  readonly push?: string | null;
}

/** What I say of myself. */
export interface OwnStatus {
  readonly text?: string | null;
  readonly emoji?: string | null;
  readonly until?: string | null;
  readonly lastSeen: boolean;
}

/** What I wrote in a channel and have not sent. */
export interface Draft {
  readonly channel: string;
  readonly body: string;
  readonly parent?: number | null;
  readonly time: string;
}

/** A thread that I follow: its parent, and how many comments I have not read. */
export interface FollowedThread {
  readonly message: Message;
  readonly following: boolean;
  /** The `seq` of the last comment that I have read. */
  readonly read: number;
  readonly unread: number;
}

/** What to look for in a channel; times are RFC 3339, `after` included, `before` not. */
export interface MessageFilter {
  readonly sender?: string;
  readonly has?: 'image';
  readonly after?: string;
  readonly before?: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** Comments on a message. */
export interface CommentPage extends Page<Message> {
  /** Whether I follow them; absent while the server cannot tell. */
  readonly following?: boolean;
}

export interface Changes {
  readonly items: readonly Message[];
  /** Everything up to this revision is in the answers so far. */
  readonly rev: number;
  readonly more: boolean;
}

export interface Invite {
  readonly code: string;
  readonly expires: string;
  readonly role?: Role;
  readonly usesLeft?: number | null;
}

export interface NewInvite {
  readonly expiresInSeconds: number;
  readonly uses?: number;
  readonly role?: 'member' | 'guest';
  readonly channels?: readonly string[];
}

/** Where a channel stands: `n` is the ordinal of its newest message, `read` mine of the last one read. */
export interface Head {
  readonly id: string;
  readonly seq: number;
  readonly n: number;
  readonly rev: number;
  /** Absent while the server cannot tell; a `read` frame follows. */
  readonly read?: number;
  /** I marked everything from this ordinal on as unread. */
  readonly unreadFrom?: number | null;
  /** Unread messages that mention me. */
  readonly mentions?: number | null;
}
