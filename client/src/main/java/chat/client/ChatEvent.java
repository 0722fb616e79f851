package chat.client;

import chat.protocol.ChannelChange;
import chat.protocol.MemberChange;
import chat.protocol.Message;
import chat.protocol.ServerFrame;
import chat.protocol.ServerFrame.ChannelHead;
import chat.protocol.ServerFrame.Custom;
import chat.protocol.UserSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a {@link ChatConnection} tells its listener. */
public sealed interface ChatEvent {

  /**
   * The socket is signed in; channels that changed meanwhile are being caught up. Where a channel's
   * {@link ChannelHead#read} is {@code null}, the server can't tell now how far I have read: keep
   * what was known; a {@link ReadAdvanced} follows once it can.
   */
  record Connected(String user, Instant serverTime, List<ChannelHead> channels)
      implements ChatEvent {}

  /** The socket is gone; the next attempt starts after {@code retryIn}. */
  record Disconnected(String reason, Duration retryIn) implements ChatEvent {}

  /** The session has ended: no reconnect follows; log in again. */
  record SignedOut(String reason) implements ChatEvent {}

  /**
   * A message or comment. Those of one channel come once each, by {@code seq} ascending; only one
   * that changed while I was away may come later than its place.
   */
  record MessageReceived(Message message) implements ChatEvent {}

  /**
   * A message was edited, deleted, pinned or unpinned, or anything of it changed while I was away:
   * its new state.
   */
  record MessageChanged(Message message) implements ChatEvent {}

  /**
   * Somebody reacted to a message, or took it back.
   *
   * @param count of the users with that emoji after this
   */
  record Reacted(
      String channel, long seq, String emoji, String user, boolean added, int count, Instant time)
      implements ChatEvent {}

  /** Who is in a channel changed. In the same order as the channel's messages. */
  record MembersChanged(String channel, long seq, MemberChange change, Instant time)
      implements ChatEvent {}

  /** The channel was renamed, archived or brought back. In the same order as its messages. */
  record ChannelChanged(String channel, long seq, ChannelChange change, Instant time)
      implements ChatEvent {}

  /** Something that this version does not know happened at that place. */
  record Unrecognized(String channel, long seq, String kind) implements ChatEvent {}

  /** Nothing of the channel up to {@code rev} is missing any more. */
  record CaughtUp(String channel, long rev) implements ChatEvent {}

  /**
   * Somebody is writing in a channel, or a comment on the message {@code parent} if it is there.
   */
  record Typing(String channel, String user, Long parent) implements ChatEvent {}

  /** I kept or removed a draft, on this or another device. Only what came live is told. */
  record DraftChanged(String channel, Instant time) implements ChatEvent {}

  /**
   * I follow the comments on {@code message}, do so no longer, or have read them, on this or
   * another device. Only what came live is told.
   *
   * @param following {@code null} if that did not change
   * @param read the last comment that I have read; {@code null} if that did not change
   */
  record ThreadChanged(String channel, long message, Boolean following, Long read)
      implements ChatEvent {}

  /** I am no longer in the channel. */
  record ChannelLeft(String channel) implements ChatEvent {}

  /**
   * Something of a team changed: read it again. Only what came live is told.
   *
   * @param change {@code renamed}, {@code member}, or {@code own} for what concerns me
   * @param user whose membership it is; null for {@code renamed}
   */
  record TeamChanged(String team, String change, String user) implements ChatEvent {}

  /** My settings changed, on this or another device. */
  record SettingsChanged(UserSettings settings) implements ChatEvent {}

  /** What I want to be notified of in a channel changed, on this or another device. */
  record NotificationsChanged(String channel, String level, Instant until) implements ChatEvent {}

  /**
   * What is known now of users that I {@linkplain ChatConnection#watch watch}: of all of them after
   * I said whom, then of those that changed.
   *
   * @param statuses by user: {@code online}, {@code idle}, {@code dnd} or {@code offline}
   * @param custom by user what they say of themselves; an empty text for what they took back
   * @param lastSeen by user when they were last online, for those who are not and allow it
   */
  record PresenceChanged(
      Map<String, String> statuses, Map<String, Custom> custom, Map<String, Instant> lastSeen)
      implements ChatEvent {
    static PresenceChanged of(ServerFrame.Presence frame) {
      return new PresenceChanged(
          frame.users(),
          frame.custom() == null ? Map.of() : frame.custom(),
          frame.lastSeen() == null ? Map.of() : frame.lastSeen());
    }
  }

  /**
   * I have read the channel up to {@code n}, or marked it unread, on this or another device.
   *
   * @param n never goes back: a lower one than before says nothing
   * @param unreadFrom the first message that is to count as unread, or {@code null}
   */
  record ReadAdvanced(String channel, long n, Long unreadFrom) implements ChatEvent {}
}
