import type { Chat } from '../../store/chat';
import { find } from '../../store/timeline';
import { ACTION_KEYS, act, actionsOf } from '../message/actions';

/**
 * Keys in a list of messages: the arrows go from one to the next, as in a list of files, and a letter does
 * something with the one that has the focus.
 */
export function rowKeys(event: KeyboardEvent, chat: Chat, inThread: boolean): void {
  const list = event.currentTarget as HTMLElement;
  const at = document.activeElement;
  const row = at instanceof HTMLElement && at.dataset['seq'] !== undefined ? at : null;
  if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
    if (row !== null || at === list) {
      move(event, list, row);
    }
  } else if (row !== null && !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing) {
    run(event, row, chat, inThread);
  }
}

function move(event: KeyboardEvent, list: HTMLElement, row: HTMLElement | null): void {
  const rows = [...list.querySelectorAll<HTMLElement>('article[data-seq]')];
  const to = row ? rows.indexOf(row) + (event.key === 'ArrowUp' ? -1 : 1) : lastVisible(list, rows);
  const next = rows[to];
  if (next) {
    event.preventDefault();
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: 'nearest' });
  }
}

function run(event: KeyboardEvent, row: HTMLElement, chat: Chat, inThread: boolean): void {
  const action = ACTION_KEYS[event.key];
  const { channel: id = '', seq: seqText } = row.dataset;
  const seq = Number(seqText);
  const channel = chat.directory.find(id);
  const message = find(chat.channels.state(id).peek().timeline, seq) ?? chat.threads.find(id, seq);
  if (action && channel && message && actionsOf(chat, channel, message, inThread).includes(action)) {
    event.preventDefault();
    act(chat, channel, message, action, row, inThread);
  }
}

function lastVisible(list: HTMLElement, rows: readonly HTMLElement[]): number {
  const bottom = list.getBoundingClientRect().bottom;
  return rows.findLastIndex((row) => row.getBoundingClientRect().top < bottom);
}
