import { describe, expect, test } from 'vitest';
import { type Outbox, type OutboxAction, parseOutbox, reduce } from '../src/store/outbox';

const play = (...actions: OutboxAction[]): Outbox => actions.reduce(reduce, []);
const add = (id: string): OutboxAction => ({ type: 'add', id, channel: 'c', body: `text of ${id}`, now: 1 });

describe('the outbox', () => {
  test('keeps the order of writing and sends under the same id after a loss', () => {
    const outbox = play(
      add('a'),
      add('b'),
      { type: 'sending', id: 'a' },
      { type: 'sending', id: 'b' },
      { type: 'acked', id: 'a' },
      { type: 'disconnected' },
    );
    expect(outbox.map(({ id, state }) => [id, state])).toEqual([
      ['a', 'sent'],
      ['b', 'waiting'],
    ]);
  });

  test('keeps a refused message until the user decides', () => {
    const refused = play(
      add('a'),
      { type: 'failed', id: 'a', problem: 'too-large' },
      { type: 'disconnected' },
    );
    expect(refused[0]).toMatchObject({ state: 'failed', problem: 'too-large' });
    expect(reduce(refused, { type: 'retry', id: 'a' })[0]).toMatchObject({
      id: 'a',
      state: 'waiting',
      problem: null,
    });
    expect(reduce(refused, { type: 'remove', ids: ['a'] })).toEqual([]);
  });

  test('takes a new id only when told that the old one is too old', () => {
    const outbox = play(add('a'), { type: 'renew', id: 'a', newId: 'z' });
    expect(outbox[0]).toMatchObject({ id: 'z', body: 'text of a', state: 'waiting' });
  });

  test('comes back after a reload with what was on the wire waiting again', () => {
    const stored = JSON.stringify(play(add('a'), { type: 'sending', id: 'a' }));
    expect(parseOutbox(stored)).toMatchObject([{ id: 'a', state: 'waiting' }]);
    expect(parseOutbox('{broken')).toEqual([]);
    expect(parseOutbox('[{"id":1}, null]')).toEqual([]);
  });
});
