import { effect, signal } from '@preact/signals';
import type { Client } from '../api/client';
import { Problem } from '../api/problem';
import { language } from '../i18n/i18n';
import { deviceId } from '../session/session';
import { shared } from '../session/storage';
import { vault } from '../session/vault';

const LATER_KEY = 'chat.push.later';
const LATER_MS = 30 * 24 * 3_600_000;

/**
 * `unsupported`: this browser or address cannot (notifications need https); `off`: nobody asked yet;
 * `blocked`: the user said no to the browser; `on`: this device is told.
 */
export type PushState = 'unsupported' | 'off' | 'blocked' | 'on';

/** Whether this device is told about new messages when nobody looks at the page. */
export class Push {
  readonly state = signal<PushState>('unsupported');
  /** Whether it is time to ask: something happened that one would not want to miss. */
  readonly isWelcome = signal(false);

  constructor(private readonly client: Client) {}

  /** Takes up what was allowed before: the subscription is told to the server at every start. */
  async start(): Promise<void> {
    if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window)) {
      return;
    }
    effect(() => void vault.put(language.value, 'language'));
    await navigator.serviceWorker.register('/sw.js');
    navigator.serviceWorker.addEventListener(
      'message',
      (event: MessageEvent<{ t?: string; href?: string }>) => {
        if (event.data.t === 'open' && event.data.href) {
          location.hash = event.data.href;
        }
      },
    );
    this.state.value = stateOf(Notification.permission);
    if (Notification.permission === 'granted') {
      await this.subscribe().catch(() => (this.state.value = 'off'));
    }
  }

  /** Asks the browser's question; afterwards the state tells the answer. Must follow a click. */
  async enable(): Promise<void> {
    const answer = await Notification.requestPermission();
    this.state.value = stateOf(answer);
    this.isWelcome.value = false;
    if (answer === 'granted') {
      await this.subscribe();
    }
  }

  /** This device is told no more. */
  async disable(): Promise<void> {
    const registration = await navigator.serviceWorker.ready;
    await (await registration.pushManager.getSubscription())?.unsubscribe();
    const device = deviceId();
    if (device) {
      await this.client.endPush(device);
    }
    this.state.value = 'off';
  }

  async test(): Promise<void> {
    await this.client.testPush(deviceId()!);
  }

  /** Now would be a good moment to ask, unless the user said "later" within the last month. */
  welcome(): void {
    const later = Number(shared.get(LATER_KEY) ?? 0);
    this.isWelcome.value = this.state.peek() === 'off' && Date.now() - later > LATER_MS;
  }

  later(): void {
    shared.set(LATER_KEY, String(Date.now()));
    this.isWelcome.value = false;
  }

  private async subscribe(): Promise<void> {
    const { vapidPublicKey } = await this.client.push();
    const key = bytesOf(vapidPublicKey);
    const { pushManager } = await navigator.serviceWorker.ready;
    const before = await pushManager.getSubscription();
    if (before && !sameBytes(before.options.applicationServerKey, key)) {
      await before.unsubscribe();
    }
    const subscription = await pushManager
      .subscribe({ userVisibleOnly: true, applicationServerKey: key })
      .catch((error: unknown) => {
        // Browsers without a service of their maker, and networks that block it.
        throw new Problem('push-service', 0, String(error));
      });
    const device = deviceId();
    if (device) {
      await this.client.subscribePush(device, subscription.toJSON());
      this.state.value = 'on';
    }
  }
}

function stateOf(permission: NotificationPermission): PushState {
  return permission === 'denied' ? 'blocked' : 'off';
}

/** Base64url as bytes. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function sameBytes(a: ArrayBuffer | null, b: Uint8Array): boolean {
  const bytes = a === null ? null : new Uint8Array(a);
  return bytes !== null && bytes.length === b.length && bytes.every((byte, index) => byte === b[index]);
}
