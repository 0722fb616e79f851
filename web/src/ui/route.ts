import { signal } from '@preact/signals';
import { type Route, hrefOf } from './href';

export { type Route, hrefOf } from './href';

/** Where we are, by the URL's fragment. */
export const route = signal<Route>(parseRoute(location.hash));

addEventListener('hashchange', () => (route.value = parseRoute(location.hash)));

export function parseRoute(hash: string): Route {
  const parts = hash
    .replace(/^#?\/?/, '')
    .split('/')
    .map(decode);
  const [kind, id, sub, subId] = parts;
  if (kind === 'invite' && id) {
    return { page: 'invite', code: id };
  }
  if (kind === 'team' && id) {
    return sub === 'channel' && subId
      ? { page: 'channel', team: id, channel: subId, ...messageIn(parts.slice(4)) }
      : { page: 'team', team: id };
  }
  if (kind === 'dm' && id) {
    return { page: 'channel', team: null, channel: id, ...messageIn(parts.slice(2)) };
  }
  return { page: 'home' };
}

function messageIn([kind, seq]: readonly string[]): { message?: number } {
  return kind === 'message' && /^[1-9]\d{0,15}$/.test(seq ?? '') ? { message: Number(seq) } : {};
}

/** Goes somewhere; `replace` leaves no step to go back to. */
export function go(to: Route, replace = false): void {
  if (replace) {
    history.replaceState(null, '', hrefOf(to));
    route.value = to;
  } else {
    location.hash = hrefOf(to);
  }
}

/** The fragment is the user's to edit: a broken escape is taken literally. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
