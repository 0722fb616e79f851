/// <reference lib="webworker" />
import type { Key } from '../i18n/messages';
import { preferred, translate } from '../i18n/i18n';
import { vault } from '../session/vault';
import type { Language } from '../store/settings';
import { signedIn } from './access';
import { type Content, contentOf, generalContent } from './content';
import { type Payload, parsePayload } from './payload';

/**
 * The service worker: shows who wrote where when the page is not looked at. It keeps no copy of the page and
 * answers no requests.
 */
declare const self: ServiceWorkerGlobalScope;

interface Shown {
  /** What tells older from newer in one place: `n` in a channel, `seq` among comments. */
  readonly order: number;
  readonly href: string;
}

self.addEventListener('install', () => void self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('push', (event) => {
  const payload = parsePayload(readJson(event.data));
  event.waitUntil(payload === null ? Promise.resolve() : told(payload));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open((event.notification.data as Shown | null)?.href ?? '#/'));
});

function readJson(data: PushMessageData | null): unknown {
  try {
    return data?.json();
  } catch {
    return null;
  }
}

async function told(payload: Payload): Promise<void> {
  const language = (await vault.get<Language>('language')) ?? preferred(navigator.languages);
  const t = (key: Key, values?: Record<string, string | number>): string => translate(language, key, values);
  switch (payload.t) {
    case 'test':
      await self.registration.showNotification(t('push.test.title'), {
        body: t('push.test.text'),
        tag: 'test',
      });
      break;
    case 'clear':
      await badge(payload.badge);
      for (const shown of await self.registration.getNotifications({ tag: tagOf(payload) })) {
        if ((shown.data as Shown).order <= orderOf(payload)) {
          shown.close();
        }
      }
      break;
    case 'message':
      await badge(payload.badge);
      await show(payload, t);
      break;
  }
}

type Place = Pick<Payload & { t: 'message' }, 'channel' | 'n' | 'parent' | 'seq'>;

/** Notifications of one place take each other's place. */
function tagOf({ channel, parent }: Place): string {
  return parent === undefined ? channel : `${channel}:${parent}`;
}

function orderOf({ n, parent, seq }: Place): number {
  return parent === undefined ? n : seq;
}

async function show(
  told: Payload & { t: 'message' },
  t: (key: Key, values?: Record<string, string | number>) => string,
): Promise<void> {
  if (await isLookedAt(told.channel)) {
    return;
  }
  const tag = tagOf(told);
  const order = orderOf(told);
  const [before] = await self.registration.getNotifications({ tag });
  if (before && (before.data as Shown).order >= order) {
    return; // The same news once more.
  }
  const content: Content | null = await signedIn()
    .then((me) => (me === null ? null : contentOf(told, me, t)))
    .catch(() => generalContent(told, t)); // Also if it cannot be told now who is signed in.
  if (content === null) {
    return;
  }
  const options = {
    body: content.body,
    tag,
    renotify: true,
    icon: '/icon.png',
    data: { order, href: content.href } satisfies Shown,
  };
  await self.registration.showNotification(content.title, options);
}

/** Whether a tab that shows the channel is being looked at. */
async function isLookedAt(channel: string): Promise<boolean> {
  const tabs = await self.clients.matchAll({ type: 'window' });
  return tabs.some(
    (tab) =>
      tab.visibilityState === 'visible' && tab.focused && tab.url.includes(encodeURIComponent(channel)),
  );
}

async function badge(count: number): Promise<void> {
  const { setAppBadge } = navigator as { setAppBadge?: (count: number) => Promise<void> };
  await setAppBadge?.call(navigator, count).catch(() => undefined);
}

/** Leads a tab that is there to the message, or opens one. */
async function open(href: string): Promise<void> {
  const [tab] = await self.clients.matchAll({ type: 'window' });
  if (tab) {
    await tab.focus().catch(() => tab);
    tab.postMessage({ t: 'open', href });
  } else {
    await self.clients.openWindow(`/${href}`);
  }
}
