import { request } from '../api/http';
import type { Channel, Message, Page, Team, User } from '../api/types';
import type { Stored } from '../session/session';
import type { Key } from '../i18n/messages';
import { hrefOf } from '../ui/href';
import type { Payload } from './payload';

/** What a notification shows, and where a click on it leads. */
export interface Content {
  readonly title: string;
  readonly body: string;
  readonly href: string;
}

type Translate = (key: Key, values?: Record<string, string | number>) => string;
type Told = Payload & { readonly t: 'message' };

const SHOWN_CHARACTERS = 180;

/** Asks the server who wrote where: the push does not tell. */
export async function contentOf(told: Told, me: Stored, t: Translate): Promise<Content> {
  const get = <T>(path: string): Promise<T> => request<T>('GET', path, undefined, me.accessToken);
  const at = `/channels/${encodeURIComponent(told.channel)}`;
  const [channel, message] = await Promise.all([
    get<Channel>(at),
    get<Message>(`${at}/messages/${told.seq}`).catch(() =>
      get<Page<Message>>(`${at}/messages?before=${told.seq + 1}&limit=1`).then((page) => page.items.at(-1)),
    ),
  ]);
  const people = channel.users ?? [];
  const sender = message
    ? (people.find(({ id }) => id === message.sender) ??
      (await get<User>(`/users/${encodeURIComponent(message.sender)}`).catch(() => null)))
    : null;
  const name = sender?.name ?? t('messages.unknownSender');
  const text = textOf(message, t);
  const isPair = channel.kind === 'dm' && people.length <= 2;
  const lines = [isPair ? text : `${name}: ${text}`];
  if (told.unread > 1) {
    lines.push(t('push.unread', { count: told.unread }));
  }
  return {
    title: isPair ? name : await whereOf(channel, people, me, get),
    body: lines.join('\n'),
    href: hrefOf({
      page: 'channel',
      team: channel.team ?? null,
      channel: channel.id,
      message: told.parent ?? told.seq,
    }),
  };
}

/** What is shown when the server cannot be asked. */
export function generalContent(told: Told, t: Translate): Content {
  return {
    title: t('app.name'),
    body: t(told.mention ? 'push.mentioned' : 'push.message'),
    href: '#/',
  };
}

function textOf(message: Message | undefined, t: Translate): string {
  if (message === undefined || message.enc !== 'none' || message.deleted) {
    return t('push.message');
  }
  const text = message.body.trim() === '' ? t('push.image') : message.body;
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}

/** A channel with its team, or the people of a group. */
async function whereOf(
  channel: Channel,
  people: readonly User[],
  me: Stored,
  get: <T>(path: string) => Promise<T>,
): Promise<string> {
  if (channel.kind === 'dm') {
    return people
      .filter(({ id }) => id !== me.user.id)
      .map(({ name }) => name)
      .join(', ');
  }
  const teams = await get<Page<Team>>('/teams?limit=100').catch(() => null);
  const team = teams?.items.find(({ id }) => id === channel.team)?.name;
  return `#${channel.name ?? ''}${team ? ` · ${team}` : ''}`;
}
