import type { Message, Reaction } from '../api/types';

/** How many of those who reacted a message names. */
const NAMED = 10;

/** Somebody took an emoji or gave it back; `count` is how many have it now, as the server counted. */
export interface ReactionChange {
  readonly message: number;
  readonly emoji: string;
  readonly user: string;
  readonly count: number;
}

/** The message after a change that has the sequence number `rev`; later ones are not overwritten. */
export function reacted<M extends Message>(
  message: M,
  change: ReactionChange,
  added: boolean,
  rev: number,
  me: string,
): M {
  return message.rev >= rev ? message : { ...message, rev, ...changed(message, change, added, me) };
}

function changed(message: Message, change: ReactionChange, added: boolean, me: string): Partial<Message> {
  const { emoji, user, count } = change;
  const before = message.reactions ?? [];
  const at = before.findIndex((reaction) => reaction.emoji === emoji);
  if (count <= 0) {
    return { reactions: at < 0 ? before : before.toSpliced(at, 1) };
  }
  const old: Reaction = before[at] ?? { emoji, count: 0, mine: false, users: [] };
  const others = (old.users ?? []).filter((id) => id !== user);
  const reaction: Reaction = {
    emoji,
    count,
    mine: user === me ? added : (old.mine ?? false),
    users: added ? [...others, user].slice(0, NAMED) : others,
  };
  return { reactions: at < 0 ? [...before, reaction] : before.with(at, reaction) };
}
