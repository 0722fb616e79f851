import { signal } from '@preact/signals';
import type { Chat } from '../store/chat';
import { AuthScreen } from './auth/AuthScreen';
import { Shell } from './shell/Shell';

/** The chat of whoever is signed in. */
export const current = signal<Chat | null>(null);

export function App() {
  const chat = current.value;
  return chat === null ? <AuthScreen /> : <Shell key={chat.me.id} chat={chat} />;
}
