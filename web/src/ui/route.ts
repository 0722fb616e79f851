import { signal } from '@preact/signals';

export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'team'; readonly team: string }
  | { readonly page: 'channel'; readonly team: string | null; readonly channel: string }
  | { readonly page: 'invite'; readonly code: string };

/** Where we are, by the URL's fragment. */
export const route = signal<Route>(parseRoute(location.hash));

addEventListener('hashchange', () => (route.value = parseRoute(location.hash)));

export function parseRoute(hash: string): Route {
  const [kind, id, sub, subId] = hash
    .replace(/^#?\/?/, '')
    .split('/')
    .map(decode);
  if (kind === 'invite' && id) {
    return { page: 'invite', code: id };
  }
  if (kind === 'team' && id) {
    return sub === 'channel' && subId
      ? { page: 'channel', team: id, channel: subId }
      : { page: 'team', team: id };
  }
  if (kind === 'dm' && id) {
    return { page: 'channel', team: null, channel: id };
  }
  return { page: 'home' };
}

export function hrefOf(route: Route): string {
  switch (route.page) {
    case 'home':
      return '#/';
    case 'invite':
      return `#/invite/${encodeURIComponent(route.code)}`;
    case 'team':
      return `#/team/${encodeURIComponent(route.team)}`;
    case 'channel':
      return route.team === null
        ? `#/dm/${encodeURIComponent(route.channel)}`
        : `#/team/${encodeURIComponent(route.team)}/channel/${encodeURIComponent(route.channel)}`;
  }
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
