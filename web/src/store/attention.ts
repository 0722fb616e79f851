import type { Notifications, Team } from '../api/types';
import { type ChannelState, mentionsInChannel, unreadCount } from './channel';

/** How much a channel calls for its user. */
export interface Attention {
  /** Unread messages, for the badge beside its name. */
  readonly badge: number;
  /** What of it counts where channels are summed up: in the page's title, and for the dots of teams. */
  readonly counted: number;
  /** The mentions among these, for the badges of teams. */
  readonly mentions: number;
}

export const NO_ATTENTION: Attention = { badge: 0, counted: 0, mentions: 0 };

/**
 * What a user who chose `notifications` for a channel of `team` wants to see of it. Time itself changes
 * nothing that is shown: when a choice ends, the next message shows it.
 *
 * @param now Unix milliseconds
 */
export function attention(
  state: ChannelState,
  notifications: Notifications | null | undefined,
  team: Team | undefined,
  now: number,
): Attention {
  const badge = unreadCount(state);
  const mentions = state.mentions.length;
  const isOver = (until: string | null | undefined): boolean => until != null && Date.parse(until) <= now;
  const level = notifications && !isOver(notifications.until) ? notifications.level : 'all';
  if (level === 'none') {
    return NO_ATTENTION;
  }
  const onlyMentions = level === 'mentions' || (team?.muted === true && !isOver(team.mutedUntil));
  // A mention that stands only in a thread is no message of the channel.
  const inThreads = mentions - mentionsInChannel(state);
  return { badge, counted: onlyMentions ? mentions : badge + inThreads, mentions };
}
