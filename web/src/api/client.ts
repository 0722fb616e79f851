import type { UploadPlace } from '../store/uploads';
import { type Method, query, request } from './http';
import type {
  Changes,
  Channel,
  CommentPage,
  Device,
  Draft,
  FollowedThread,
  Invite,
  Member,
  Message,
  MessageFilter,
  NewInvite,
  Notifications,
  OwnStatus,
  Page,
  Presence,
  Role,
  Session,
  Team,
  User,
  UserSettings,
} from './types';

/** Sends one request in the name of whoever is signed in; see `session/authorized.ts`. */
export type Send = <T>(method: Method, path: string, body?: unknown) => Promise<T>;

/** Calls that need no session. */
export const accounts = {
  signUp: (handle: string, name: string, password: string): Promise<User> =>
    request('POST', '/accounts', { handle, name, password }),
  logIn: (handle: string, password: string, device: { name: string; platform: string }): Promise<Session> =>
    request('POST', '/sessions', { handle, password, device }),
  refresh: (refreshToken: string): Promise<Session> => request('POST', '/sessions/refresh', { refreshToken }),
};

/** How many items one page of a list may hold. */
const LIST_LIMIT = 100;

/** No list of people, teams or channels is read further than this. */
const LIST_PAGES = 20;

/** The REST calls of a signed-in user. Every method rejects with a `Problem`. */
export class Client {
  constructor(private readonly send: Send) {}

  logOut = (): Promise<void> => this.send('DELETE', '/sessions/current');

  teams = (): Promise<Team[]> => this.all('/teams');
  createTeam = (name: string, open: boolean): Promise<Team> => this.send('POST', '/teams', { name, open });
  joinTeam = (id: string): Promise<Team> => this.send('POST', `/teams/${part(id)}/join`);
  changeTeam = (id: string, change: { name?: string; open?: boolean }): Promise<Team> =>
    this.send('PATCH', `/teams/${part(id)}`, change);
  setRole = (team: string, user: string, role: Role): Promise<Member> =>
    this.send('PUT', `/teams/${part(team)}/members/${part(user)}/role`, { role });
  transferTeam = (team: string, user: string): Promise<Team> =>
    this.send('PUT', `/teams/${part(team)}/owner`, { user });
  removeTeamMember = (team: string, user: string): Promise<void> =>
    this.send('DELETE', `/teams/${part(team)}/members/${part(user)}`);
  invite = (team: string, invite: NewInvite): Promise<Invite> =>
    this.send('POST', `/teams/${part(team)}/invites`, invite);
  invites = (team: string): Promise<Invite[]> => this.all(`/teams/${part(team)}/invites`);
  revokeInvite = (team: string, code: string): Promise<void> =>
    this.send('DELETE', `/teams/${part(team)}/invites/${part(code)}`);
  acceptInvite = (code: string): Promise<Team> => this.send('POST', `/invites/${part(code)}/accept`);
  /** The first members of a team whose name or handle starts with `prefix`. */
  teamMembers = async (team: string, prefix: string, limit = 20): Promise<readonly Member[]> =>
    (await this.send<Page<Member>>('GET', `/teams/${part(team)}/members${query({ q: prefix, limit })}`))
      .items;

  /** Who fits a name that is being typed in a channel, the likeliest first. */
  mentionable = async (
    team: string,
    channel: string,
    prefix: string,
    limit: number,
  ): Promise<readonly Member[]> => {
    const asked = query({ q: prefix, limit, channel });
    return (await this.send<Page<Member>>('GET', `/teams/${part(team)}/members${asked}`)).items;
  };
  /** Mutes a team for me: until a time, for ever (null), or not at all. */
  muteTeam = (team: string, muted: boolean, until: string | null = null): Promise<Team> =>
    this.send('PUT', `/teams/${part(team)}/mute`, { muted, ...(until ? { until } : {}) });
  presence = (team: string): Promise<Presence[]> => this.all(`/teams/${part(team)}/presence`);
  allTeamMembers = (team: string): Promise<Member[]> => this.all(`/teams/${part(team)}/members`);

  channels = (team: string): Promise<Channel[]> => this.all(`/teams/${part(team)}/channels`);
  createChannel = (team: string, name: string, isPrivate: boolean): Promise<Channel> =>
    this.send('POST', `/teams/${part(team)}/channels`, { name, private: isPrivate });
  channel = (id: string): Promise<Channel> => this.send('GET', `/channels/${part(id)}`);
  changeChannel = (
    id: string,
    change: { name?: string; topic?: string; archived?: boolean },
  ): Promise<Channel> => this.send('PATCH', `/channels/${part(id)}`, change);
  setNotifications = (
    id: string,
    level: Notifications['level'],
    until: string | null,
  ): Promise<Notifications> =>
    this.send('PUT', `/channels/${part(id)}/notifications`, { level, ...(until ? { until } : {}) });
  archivedChannels = (team: string): Promise<Channel[]> =>
    this.all(`/teams/${part(team)}/channels`, { archived: 'true' });
  markAllRead = (positions: readonly { channel: string; n: number }[]): Promise<void> =>
    this.send('PUT', '/me/reads', { positions });
  joinChannel = (id: string): Promise<void> => this.send('POST', `/channels/${part(id)}/join`);
  members = (channel: string): Promise<Member[]> => this.all(`/channels/${part(channel)}/members`);
  /** Whether a channel has more members than so many. */
  hasMoreMembers = async (channel: string, count: number): Promise<boolean> =>
    (await this.send<Page<Member>>('GET', `/channels/${part(channel)}/members${query({ limit: count })}`))
      .next !== null;
  addMember = (channel: string, user: string): Promise<void> =>
    this.send('POST', `/channels/${part(channel)}/members`, { user });
  removeMember = (channel: string, user: string): Promise<void> =>
    this.send('DELETE', `/channels/${part(channel)}/members/${part(user)}`);

  dms = (): Promise<Channel[]> => this.all('/dms');
  openDm = (users: readonly string[]): Promise<Channel> => this.send('POST', '/dms', { users });
  user = (id: string): Promise<User> => this.send('GET', `/users/${part(id)}`);

  /** One page of history, ascending; the newest when `before` is not given. */
  history = async (channel: string, limit: number, before?: number): Promise<readonly Message[]> =>
    (await this.send<Page<Message>>('GET', `/channels/${part(channel)}/messages${query({ before, limit })}`))
      .items;
  /** One page of history, ascending, of what came after the event `after`. */
  historyAfter = async (channel: string, limit: number, after: number): Promise<readonly Message[]> =>
    (await this.send<Page<Message>>('GET', `/channels/${part(channel)}/messages${query({ after, limit })}`))
      .items;
  changes = (channel: string, since: number): Promise<Changes> =>
    this.send('GET', `/channels/${part(channel)}/changes${query({ since })}`);
  message = (channel: string, seq: number): Promise<Message> => this.send('GET', messagePath(channel, seq));
  edit = (
    channel: string,
    seq: number,
    change: { op: string; rev: number; body: string; mentions: readonly string[] },
  ): Promise<Message> => this.send('PATCH', messagePath(channel, seq), { ...change, enc: 'none' });
  delete = (channel: string, seq: number): Promise<void> => this.send('DELETE', messagePath(channel, seq));
  react = (channel: string, seq: number, emoji: string, on: boolean): Promise<void> =>
    this.send(on ? 'PUT' : 'DELETE', `${messagePath(channel, seq)}/reactions/${part(emoji)}`);
  /** The newest comments on a message, or those before one of them; ascending. */
  comments = (channel: string, seq: number, limit: number, before?: number): Promise<CommentPage> =>
    this.send('GET', `${messagePath(channel, seq)}/comments${query({ before, limit })}`);
  follow = (channel: string, seq: number, on: boolean): Promise<void> =>
    this.send(on ? 'PUT' : 'DELETE', `${messagePath(channel, seq)}/follow`);
  readThread = (channel: string, seq: number, last: number): Promise<void> =>
    this.send('PUT', `${messagePath(channel, seq)}/comments/read`, { seq: last });
  pin = (channel: string, seq: number, on: boolean): Promise<void> =>
    this.send(on ? 'PUT' : 'DELETE', `/channels/${part(channel)}/pins/${seq}`);
  /** All of them: there are never more than fit on one page. */
  pins = async (channel: string): Promise<readonly Message[]> =>
    (await this.send<Page<Message>>('GET', `/channels/${part(channel)}/pins`)).items;
  markUnread = (channel: string, n: number): Promise<void> =>
    this.send('PUT', `/channels/${part(channel)}/unread`, { n });
  /** A place to put an image that is meant for a channel. */
  attachment = (image: {
    channel: string;
    size: number;
    sha256: string;
    type: string;
  }): Promise<{ key: string; url: string; upload: UploadPlace }> => this.send('POST', '/attachments', image);
  /** Messages of a channel by what the server knows of them, newest first. */
  search = (channel: string, filter: MessageFilter, cursor: string | null): Promise<Page<Message>> =>
    this.send('GET', `/channels/${part(channel)}/search${query({ ...filter, limit: 30, cursor })}`);
  me = (): Promise<User & { readonly settings?: UserSettings | null }> => this.send('GET', '/me');
  changeSettings = (change: Partial<UserSettings>): Promise<UserSettings> =>
    this.send('PATCH', '/me/settings', change);
  status = (): Promise<OwnStatus> => this.send('GET', '/me/status');
  /** Without `lastSeen` that stays as it was. */
  setStatus = (
    status: Omit<OwnStatus, 'lastSeen'> & Partial<Pick<OwnStatus, 'lastSeen'>>,
  ): Promise<OwnStatus> => this.send('PUT', '/me/status', status);
  /** Where I am signed in: here, then those used last. */
  devices = (): Promise<readonly Device[]> =>
    this.send<Page<Device>>('GET', '/me/devices').then(({ items }) =>
      [...items].sort((a, b) => Number(b.current) - Number(a.current)),
    );
  signOutDevice = (device: string): Promise<void> => this.send('DELETE', `/me/devices/${part(device)}`);
  push = (): Promise<{ vapidPublicKey: string }> => this.send('GET', '/push');
  subscribePush = (device: string, { endpoint, keys }: PushSubscriptionJSON): Promise<void> =>
    this.send('PUT', `/me/push/${part(device)}`, { kind: 'webpush', endpoint, keys });
  endPush = (device: string): Promise<void> => this.send('DELETE', `/me/push/${part(device)}`);
  testPush = (device: string): Promise<void> => this.send('POST', `/me/push/${part(device)}/test`);
  drafts = (): Promise<Draft[]> => this.all('/me/drafts');
  draft = (channel: string): Promise<Draft> => this.send('GET', `/channels/${part(channel)}/draft`);
  /** Keeps a draft; an empty one is removed. */
  saveDraft = (channel: string, body: string): Promise<void> =>
    body === ''
      ? this.send('DELETE', `/channels/${part(channel)}/draft`)
      : this.send('PUT', `/channels/${part(channel)}/draft`, { body });
  /** Messages that mention me, newest first. */
  mentions = (cursor: string | null): Promise<Page<Message>> =>
    this.send('GET', `/me/mentions${query({ limit: 30, cursor })}`);
  /** Threads that I follow, the one with the newest comment first. */
  threads = (cursor: string | null): Promise<Page<FollowedThread>> =>
    this.send('GET', `/me/threads${query({ limit: 30, cursor })}`);
  markRead = (channel: string, n: number): Promise<void> =>
    this.send('PUT', `/channels/${part(channel)}/read`, { n });

  private async all<T>(path: string, filter: Record<string, string> = {}): Promise<T[]> {
    const items: T[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < LIST_PAGES; page++) {
      const answer: Page<T> = await this.send<Page<T>>(
        'GET',
        path + query({ ...filter, limit: LIST_LIMIT, cursor }),
      );
      items.push(...answer.items);
      cursor = answer.next;
      if (cursor === null || cursor === undefined) {
        break;
      }
    }
    return items;
  }
}

function messagePath(channel: string, seq: number): string {
  return `/channels/${part(channel)}/messages/${seq}`;
}

function part(id: string): string {
  return encodeURIComponent(id);
}
