package chat.protocol;

import chat.problem.ProblemException;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What the server sends on a socket. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "t")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ServerFrame.Ready.class, name = "ready"),
  @JsonSubTypes.Type(value = ServerFrame.Ack.class, name = "ack"),
  @JsonSubTypes.Type(value = ServerFrame.Nack.class, name = "nack"),
  @JsonSubTypes.Type(value = ServerFrame.Event.class, name = "event"),
  @JsonSubTypes.Type(value = ServerFrame.ReadPosition.class, name = "read"),
  @JsonSubTypes.Type(value = ServerFrame.Typing.class, name = "typing"),
  @JsonSubTypes.Type(value = ServerFrame.DraftChanged.class, name = "draft"),
  @JsonSubTypes.Type(value = ServerFrame.ThreadChanged.class, name = "thread"),
  @JsonSubTypes.Type(value = ServerFrame.TeamChanged.class, name = "team"),
  @JsonSubTypes.Type(value = ServerFrame.SettingsChanged.class, name = "settings"),
  @JsonSubTypes.Type(value = ServerFrame.NotificationsChanged.class, name = "notifications"),
  @JsonSubTypes.Type(value = ServerFrame.Presence.class, name = "presence"),
  @JsonSubTypes.Type(value = ServerFrame.Resync.class, name = "resync"),
  @JsonSubTypes.Type(value = ServerFrame.Bye.class, name = "bye"),
  @JsonSubTypes.Type(value = ServerFrame.Pong.class, name = "pong"),
})
public sealed interface ServerFrame {

  /**
   * The socket is signed in: every event after these heads will follow, in order.
   *
   * @param time the server's clock, for operation ids
   */
  record Ready(String user, String device, String session, Instant time, List<ChannelHead> channels)
      implements ServerFrame {}

  /**
   * Where a channel of the user stands.
   *
   * @param seq of its last event
   * @param n of its last message
   * @param rev of its last change, to be compared with what the client has
   * @param read up to which {@code n} the user has read it, or absent if that is not known now:
   *     then a {@link ReadPosition} follows
   * @param unreadFrom from which {@code n} the user has marked it unread, or absent
   * @param mentions unread messages that mention the user, as far as they are counted
   */
  record ChannelHead(
      String id, long seq, long n, long rev, Long read, Long unreadFrom, int mentions) {
    public ChannelHead(String id, long seq, long n, long rev, Long read, Long unreadFrom) {
      this(id, seq, n, rev, read, unreadFrom, 0);
    }
  }

  /** The operation is durable and has its place. */
  record Ack(String ref, String id, String channel, Long seq, Long n, Instant time)
      implements ServerFrame {}

  /** The operation was refused; the fields of a problem document (RFC 9457). */
  record Nack(String ref, String type, String title, int status, String detail, Integer retryAfter)
      implements ServerFrame {
    public static Nack of(String ref, ProblemException problem) {
      return new Nack(
          ref,
          problem.type().slug(),
          problem.type().title(),
          problem.type().status(),
          problem.getMessage(),
          problem.retryAfterSeconds() > 0 ? problem.retryAfterSeconds() : null);
    }
  }

  /**
   * Something happened in a channel. {@code seq} is that of the channel's previous event plus one.
   *
   * @param kind see {@link EventKind}
   * @param n of the channel's last message
   * @param message the message, or the new state of the one that changed
   * @param change of the channel itself
   * @param comments of the parent, if the message is a comment
   * @param by who changed it
   */
  record Event(
      String channel,
      long seq,
      long n,
      long rev,
      String kind,
      Message message,
      MemberChange member,
      ChannelChange change,
      Comments comments,
      ReactionChange reaction,
      String by,
      Instant time)
      implements ServerFrame {
    /** A message that is no comment. */
    public static Event of(Message message) {
      return of(message, message.n(), null);
    }

    /**
     * A message.
     *
     * @param n of the channel's last message
     * @param comments of its parent, or {@code null}
     */
    public static Event of(Message message, long n, Comments comments) {
      return new Event(
          message.channel(),
          message.seq(),
          n,
          message.seq(),
          EventKind.MESSAGE,
          message,
          null,
          null,
          comments,
          null,
          null,
          message.time());
    }

    public static Event of(String channel, long seq, long n, MemberChange change, Instant time) {
      return new Event(
          channel, seq, n, seq, EventKind.MEMBER, null, change, null, null, null, null, time);
    }

    /** A change of a message, which is told in its new state. */
    public static Event changed(String kind, Message message, long n, String by, Instant time) {
      return new Event(
          message.channel(),
          message.rev(),
          n,
          message.rev(),
          kind,
          message.inEvent(),
          null,
          null,
          null,
          null,
          by,
          time);
    }

    /** A reaction that was given or taken back. */
    public static Event reacted(
        String kind, String channel, long seq, long n, ReactionChange reaction, Instant time) {
      return new Event(channel, seq, n, seq, kind, null, null, null, null, reaction, null, time);
    }

    public static Event of(String channel, long seq, long n, ChannelChange change, Instant time) {
      return new Event(
          channel, seq, n, seq, EventKind.CHANNEL, null, null, change, null, null, null, time);
    }
  }

  /**
   * One user's reaction.
   *
   * @param message the {@code seq} of the message
   * @param count of the users who react with the emoji after this
   */
  record ReactionChange(long message, String emoji, String user, int count) {}

  /**
   * The user has read the channel up to {@code n}, or marked it unread, on some device.
   *
   * @param n never goes back: a lower one than before says nothing
   * @param unreadFrom the first message that is to count as unread; absent for none
   */
  record ReadPosition(String channel, long n, Long unreadFrom) implements ServerFrame {
    /** Nothing is marked unread. */
    public ReadPosition(String channel, long n) {
      this(channel, n, null);
    }
  }

  /**
   * A user is writing in a channel, or a comment on {@code parent}: to be shown for 6 seconds. Not
   * repeated to who was away.
   */
  record Typing(String channel, String user, Long parent) implements ServerFrame {}

  /**
   * The user kept or removed a draft on some device: read it when it is needed.
   *
   * @param time of the change
   */
  record DraftChanged(String channel, Instant time) implements ServerFrame {}

  /**
   * The user follows the comments on {@code message}, does so no longer, or has read them up to the
   * one at {@code read}, on some device.
   *
   * @param read absent if nothing is said of it
   * @param following absent if nothing is said of it
   */
  record ThreadChanged(String channel, long message, Boolean following, Long read)
      implements ServerFrame {}

  /**
   * Something of a team of the user changed: read it again. Not repeated for who was away.
   *
   * @param change {@code renamed} (its name or whether it is open), {@code member} (somebody
   *     joined, left or has another role) or {@code own} (that somebody is this user, or the user
   *     has muted it)
   * @param user whose membership it is; absent for {@code renamed}
   */
  record TeamChanged(String team, String change, String user) implements ServerFrame {}

  /** The user's settings after a change, on some device. */
  record SettingsChanged(UserSettings settings) implements ServerFrame {}

  /**
   * What the user wants to be notified of in a channel, after a change on some device.
   *
   * @param level {@code all}, {@code mentions} or {@code none}
   * @param until when it becomes {@code all} again; absent for never
   */
  record NotificationsChanged(String channel, String level, Instant until) implements ServerFrame {}

  /**
   * What is known of users that the client watches: of all after it said whom, then of those that
   * changed.
   *
   * @param users status by user
   * @param custom by user what they say of themselves; an empty text for what they took back
   * @param lastSeen by user when they were last online, for those who are not and allow it
   */
  record Presence(
      Map<String, String> users, Map<String, Custom> custom, Map<String, Instant> lastSeen)
      implements ServerFrame {}

  /** A status in a user's own words, up to a time if it ends. */
  record Custom(String text, String emoji, Instant until) {}

  /** Events of these channels were dropped: fetch their changes. */
  record Resync(List<String> channels) implements ServerFrame {}

  /** The node is about to close the socket; come back after the given time. */
  record Bye(long reconnectAfterMs) implements ServerFrame {}

  /** The answer to a ping. */
  record Pong() implements ServerFrame {}
}
