import { signal } from '@preact/signals';
import { accounts } from '../api/client';
import { Problem } from '../api/problem';
import type { Session, User } from '../api/types';
import { shared } from './storage';
import { vault } from './vault';

const KEY = 'chat.session';
const LOCK = 'chat.session.refresh';

/** A token is renewed when it has less than this left, so that it doesn't expire on the way. */
const MARGIN_MS = 30_000;

/** As it lies in the vault, where the service worker reads it too. */
export interface Stored {
  readonly user: User;
  /** The id of this device, under which it is told about new messages. */
  readonly device?: string;
  readonly accessToken: string;
  /** Unix milliseconds of this device's clock. */
  readonly expires: number;
  readonly refreshToken: string;
  /** Unix milliseconds of this device's clock when it was given out; a later one is newer. */
  readonly issued: number;
}

/** Who is signed in, in every tab of this browser; `null` when nobody is. */
export const user = signal<User | null>(load()?.user ?? null);

/** Whether the session ended by itself, so that the log-in page can say so. */
export const ended = signal(false);

window.addEventListener('storage', (event) => {
  if (event.key === KEY || event.key === null) {
    const now = load()?.user ?? null;
    if (now?.id !== user.peek()?.id) {
      user.value = now;
    }
  }
});

export async function logIn(handle: string, password: string): Promise<void> {
  const device = { name: deviceName(), platform: 'web' };
  await begin(await accounts.logIn(handle, password, device));
}

/**
 * Makes an account and signs in. Repeating it after an answer was lost signs in to the account that was
 * made; a handle that belongs to somebody else is refused as `handle-taken`.
 */
export async function signUp(handle: string, name: string, password: string): Promise<void> {
  try {
    await accounts.signUp(handle, name, password);
  } catch (error) {
    const taken = Problem.from(error);
    if (taken.type !== 'handle-taken') {
      throw taken;
    }
    await logIn(handle, password).catch((failure) => {
      throw Problem.from(failure).status === 401 ? taken : failure;
    });
    return;
  }
  await logIn(handle, password);
}

/** The id of this device, once it is known. */
export function deviceId(): string | null {
  return load()?.device ?? null;
}

/** Forgets the session on this device (in all tabs). */
export function end(byItself: boolean): void {
  shared.set(KEY, null);
  void vault.clear();
  ended.value = byItself;
  user.value = null;
}

/**
 * A valid access token, renewed when needed. `refused` is a token that the server did not accept: another
 * one is fetched. A refresh token works only once, so one tab renews at a time and the others take its result.
 *
 * @throws Problem `unauthorized` when the session has ended (it is forgotten then), or `offline` and the like
 */
export async function accessToken(refused: string | null = null): Promise<string> {
  const stored = load();
  return stored && isGood(stored, refused) ? stored.accessToken : exclusively(() => renew(refused));
}

async function renew(refused: string | null): Promise<string> {
  const stored = await newest();
  if (!stored) {
    throw new Problem('unauthorized', 401, 'Not signed in');
  }
  if (isGood(stored, refused)) {
    return stored.accessToken;
  }
  try {
    return await begin(await accounts.refresh(stored.refreshToken));
  } catch (error) {
    const problem = Problem.from(error);
    if (problem.status === 401) {
      end(true);
    }
    throw problem;
  }
}

function isGood(stored: Stored, refused: string | null): boolean {
  return stored.accessToken !== refused && stored.expires - Date.now() > MARGIN_MS;
}

/** The session as the last tab that renewed it left it; null if nobody is signed in. */
async function newest(): Promise<Stored | null> {
  const here = load();
  const kept = await vault.get<Stored>();
  return here && kept && kept.user.id === here.user.id && kept.issued > here.issued ? kept : here;
}

async function begin(session: Session): Promise<string> {
  const stored: Stored = {
    user: session.user,
    device: session.deviceId,
    accessToken: session.accessToken,
    expires: Date.now() + session.expiresIn * 1000,
    refreshToken: session.refreshToken,
    issued: Date.now(),
  };
  // First where every tab sees it: the lock is given on after this.
  await vault.put(stored);
  shared.set(KEY, JSON.stringify(stored));
  ended.value = false;
  if (user.peek()?.id !== session.user.id) {
    user.value = session.user;
  }
  return session.accessToken;
}

function load(): Stored | null {
  try {
    return JSON.parse(shared.get(KEY) ?? 'null') as Stored | null;
  } catch {
    return null;
  }
}

let inThisTab: Promise<unknown> = Promise.resolve();

/** One at a time over all tabs. Pages served without TLS have no Web Locks: then one at a time in this tab. */
function exclusively<T>(task: () => Promise<T>): Promise<T> {
  if ('locks' in navigator) {
    return navigator.locks.request(LOCK, task) as Promise<T>;
  }
  const result = inThisTab.then(task, task);
  inThisTab = result.catch(() => undefined);
  return result;
}

function deviceName(): string {
  const agent = navigator.userAgent;
  const browser = /(Edg|OPR|Firefox|Chrome|Safari)\//.exec(agent)?.[1] ?? 'Browser';
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(agent)?.[1];
  const names: Record<string, string> = { Edg: 'Edge', OPR: 'Opera' };
  return [names[browser] ?? browser, system].filter(Boolean).join(', ');
}
