import { signal } from '@preact/signals';
import { shared } from '../../session/storage';
import type { Chat } from '../../store/chat';
import type { Route } from '../route';

/** Where the user was last, per team, so that coming back leads there. */
interface Places {
  readonly team: string | null;
  readonly channels: Readonly<Record<string, string>>;
}

/** The team whose channels the navigation shows. */
export const shownTeam = signal<string | null>(null);

const keyOf = (chat: Chat): string => `chat.place.${chat.me.id}`;

export function placesOf(chat: Chat): Places {
  try {
    const stored = JSON.parse(shared.get(keyOf(chat)) ?? '{}') as Partial<Places>;
    return { team: stored.team ?? null, channels: stored.channels ?? {} };
  } catch {
    return { team: null, channels: {} };
  }
}

export function rememberPlace(chat: Chat, route: Route): void {
  const places = placesOf(chat);
  if (route.page === 'team' || (route.page === 'channel' && route.team !== null)) {
    const team = route.team!;
    shownTeam.value = team;
    const channels =
      route.page === 'channel' ? { ...places.channels, [team]: route.channel } : places.channels;
    shared.set(keyOf(chat), JSON.stringify({ team, channels }));
  } else {
    shownTeam.value ??= places.team;
  }
}
