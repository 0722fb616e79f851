import { type Method, query, request } from './http';
import type { Changes, Channel, Invite, Member, Message, Page, Session, Team, User } from './types';

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
  invite = (team: string): Promise<Invite> => this.send('POST', `/teams/${part(team)}/invites`);
  acceptInvite = (code: string): Promise<Team> => this.send('POST', `/invites/${part(code)}/accept`);
  /** The first members of a team whose name or handle starts with `prefix`. */
  teamMembers = async (team: string, prefix: string, limit = 20): Promise<readonly Member[]> =>
    (await this.send<Page<Member>>('GET', `/teams/${part(team)}/members${query({ q: prefix, limit })}`))
      .items;

  channels = (team: string): Promise<Channel[]> => this.all(`/teams/${part(team)}/channels`);
  createChannel = (team: string, name: string, isPrivate: boolean): Promise<Channel> =>
    this.send('POST', `/teams/${part(team)}/channels`, { name, private: isPrivate });
  channel = (id: string): Promise<Channel> => this.send('GET', `/channels/${part(id)}`);
  joinChannel = (id: string): Promise<void> => this.send('POST', `/channels/${part(id)}/join`);
  members = (channel: string): Promise<Member[]> => this.all(`/channels/${part(channel)}/members`);
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
  changes = (channel: string, since: number): Promise<Changes> =>
    this.send('GET', `/channels/${part(channel)}/changes${query({ since })}`);
  markRead = (channel: string, n: number): Promise<void> =>
    this.send('PUT', `/channels/${part(channel)}/read`, { n });

  private async all<T>(path: string): Promise<T[]> {
    const items: T[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < LIST_PAGES; page++) {
      const answer: Page<T> = await this.send<Page<T>>('GET', path + query({ limit: LIST_LIMIT, cursor }));
      items.push(...answer.items);
      cursor = answer.next;
      if (cursor === null || cursor === undefined) {
        break;
      }
    }
    return items;
  }
}

function part(id: string): string {
  return encodeURIComponent(id);
}
