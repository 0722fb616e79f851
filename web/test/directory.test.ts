import { effect } from '@preact/signals';
import { expect, test } from 'vitest';
import type { Client } from '../src/api/client';
import type { Channel } from '../src/api/types';
import { Directory } from '../src/store/directory';

const general: Channel = { id: 'c', kind: 'channel', team: 't', name: 'general', member: true };
const me = { id: 'me', handle: 'me', name: 'Me' };

test('whoever looked for a channel in vain is told when it comes, whatever was loaded before', async () => {
  const client = { dms: async () => [], channels: async () => [general] } as unknown as Client;
  const directory = new Directory(client, me);
  const found: (string | undefined)[] = [];
  effect(() => void found.push(directory.find('c')?.name ?? undefined));
  await directory.loadDms();
  await directory.loadChannels('t');
  expect(found.at(-1)).toBe('general');
});

test('an unknown person is asked for once', async () => {
  let asked = 0;
  const client = {
    user: async (id: string) => {
      asked++;
      return { id, handle: id, name: `Name of ${id}` };
    },
  } as unknown as Client;
  const directory = new Directory(client, me);
  directory.person('x');
  const person = directory.person('x');
  await Promise.resolve();
  await Promise.resolve();
  expect([person.value?.name, asked]).toEqual(['Name of x', 1]);
});
