/** A place of the page, which its URL names. */
export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'team'; readonly team: string }
  /** `message` is the `seq` of the message that a link leads to. */
  | {
      readonly page: 'channel';
      readonly team: string | null;
      readonly channel: string;
      readonly message?: number;
    }
  | { readonly page: 'invite'; readonly code: string };

/** The URL's fragment that leads to a place. */
export function hrefOf(route: Route): string {
  switch (route.page) {
    case 'home':
      return '#/';
    case 'invite':
      return `#/invite/${encodeURIComponent(route.code)}`;
    case 'team':
      return `#/team/${encodeURIComponent(route.team)}`;
    case 'channel':
      return (
        (route.team === null ? '#/dm/' : `#/team/${encodeURIComponent(route.team)}/channel/`) +
        encodeURIComponent(route.channel) +
        (route.message === undefined ? '' : `/message/${route.message}`)
      );
  }
}
