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
   */
  record ChannelHead(String id, long seq, long n, long rev, Long read, Long unreadFrom) {}

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
   * @param kind {@code message} (then {@code message} is there), {@code member} (then {@code
   *     member} is) or {@code channel} (then {@code change} is)
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
      Instant time)
      implements ServerFrame {
    public static Event of(Message message) {
      return new Event(
          message.channel(),
          message.seq(),
          message.n(),
          message.rev(),
          "message",
          message,
          null,
          null,
          message.time());
    }

    public static Event of(String channel, long seq, long n, MemberChange change, Instant time) {
      return new Event(channel, seq, n, seq, "member", null, change, null, time);
    }

    public static Event of(String channel, long seq, long n, ChannelChange change, Instant time) {
      return new Event(channel, seq, n, seq, "channel", null, null, change, time);
    }
  }

  /** The user has read the channel up to {@code n}, on some device. */
  record ReadPosition(String channel, long n) implements ServerFrame {}

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
