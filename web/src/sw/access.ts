import { request } from '../api/http';
import type { Session } from '../api/types';
import type { Stored } from '../session/session';
import { vault } from '../session/vault';

const LOCK = 'chat.session.refresh';
const MARGIN_MS = 30_000;

/** Who is signed in on this device, with a token that is still valid; null if nobody is. */
export async function signedIn(): Promise<Stored | null> {
  const stored = await vault.get<Stored>();
  return stored === null || isGood(stored) ? stored : navigator.locks.request(LOCK, renew);
}

/** Under the lock that the tabs use too: a refresh token works only once. */
async function renew(): Promise<Stored | null> {
  const stored = await vault.get<Stored>();
  if (stored === null || isGood(stored)) {
    return stored;
  }
  const session = await request<Session>('POST', '/sessions/refresh', { refreshToken: stored.refreshToken });
  const renewed: Stored = {
    user: session.user,
    device: session.deviceId,
    accessToken: session.accessToken,
    expires: Date.now() + session.expiresIn * 1000,
    refreshToken: session.refreshToken,
    issued: Date.now(),
  };
  await vault.put(renewed);
  return renewed;
}

function isGood(stored: Stored): boolean {
  return stored.expires - Date.now() > MARGIN_MS;
}
