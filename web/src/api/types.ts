/** What the server sends over REST and the socket; the names are those of openapi.yaml. */

export interface User {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
}

export type Role = 'owner' | 'admin' | 'member' | (string & {});

export interface Member extends User {
  readonly role: Role;
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
}

export interface Channel {
  readonly id: string;
  readonly kind: 'channel' | 'dm';
  /** Absent for direct messages: they belong to no team. */
  readonly team?: string | null;
  readonly name?: string | null;
  readonly private?: boolean;
  readonly member?: boolean;
  /** The people of a direct message. */
  readonly users?: readonly User[];
}

export interface Message {
  readonly channel: string;
  readonly id: string;
  readonly seq: number;
  readonly n: number;
  readonly rev: number;
  readonly sender: string;
  readonly time: string;
  readonly body: string;
  readonly enc: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
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
}

/** Where a channel stands: `n` is the ordinal of its newest message, `read` mine of the last one read. */
export interface Head {
  readonly id: string;
  readonly seq: number;
  readonly n: number;
  readonly rev: number;
  /** Absent while the server cannot tell; a `read` frame follows. */
  readonly read?: number;
}
