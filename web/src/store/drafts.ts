import { ofTab } from '../session/storage';

const KEY = 'chat.drafts';
const drafts = new Map<string, string>(restore());

/** What was typed in a channel and not sent. */
export function draftOf(channel: string): string {
  return drafts.get(channel) ?? '';
}

export function keepDraft(channel: string, text: string): void {
  if (text === '') {
    drafts.delete(channel);
  } else {
    drafts.set(channel, text);
  }
}

export function forgetDrafts(): void {
  drafts.clear();
  ofTab.set(KEY, null);
}

// Written once when the page goes rather than with every key: a draft may be 100,000 characters long.
addEventListener('pagehide', () => ofTab.set(KEY, drafts.size === 0 ? null : JSON.stringify([...drafts])));

function restore(): [string, string][] {
  try {
    return JSON.parse(ofTab.get(KEY) ?? '[]') as [string, string][];
  } catch {
    return [];
  }
}
