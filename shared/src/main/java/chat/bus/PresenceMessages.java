package chat.bus;

import java.util.List;
import java.util.Map;

/** What is told and asked about who is online. */
public final class PresenceMessages {
  /** Request {@link Query}, answered by any node with the role presence. */
  public static final String QUERY = "presence.query";

  /** Request {@link Look}, answered by any node with the role api. */
  public static final String LOOK = "presence.look";

  /** Sent {@link WentOffline}, to any node with the role api. */
  public static final String WENT_OFFLINE = "presence.offline";

  /** Published {@link CustomChanged} to all nodes. */
  public static final String CUSTOM = "presence.custom";

  private PresenceMessages() {}

  /** Users whose state on this node changed: their status, or {@code offline} with the last. */
  public record Changed(List<UserPresence> users) implements BusMessage {}

  /** One of them: {@code online}, {@code idle}, {@code dnd} or {@code offline}. */
  public record UserPresence(String user, String status) {}

  /** Asks for the status of at most 1,000 users. */
  public record Query(List<String> users) implements BusMessage {}

  /** Status by user. */
  public record Statuses(Map<String, String> users) implements BusMessage {}

  /** What changed in the cell, in its order; a user may be in it more than once. */
  public record Transitions(List<UserPresence> users) implements BusMessage {}

  /** Transitions may have been missed: what is known must be asked for anew. */
  public record TransitionsLost() implements BusMessage {}

  /** Asks what {@code viewer} may know of these, at most 500. */
  public record Look(String viewer, List<String> users) implements BusMessage {}

  /** Those of them whom the viewer may see. */
  public record Looked(List<Profile> users) implements BusMessage {}

  /**
   * What a user says of themselves.
   *
   * @param custom their own words, or {@code null}
   * @param lastSeen when they were last online, in milliseconds since 1970, if they allow it to be
   *     known and it is
   */
  public record Profile(String user, Custom custom, Long lastSeen) {}

  /**
   * A status in the user's own words.
   *
   * @param until when it ends, in milliseconds since 1970; {@code null} for never
   */
  public record Custom(String text, String emoji, Long until) {}

  /** These were last connected at {@code time}, in milliseconds since 1970. */
  public record WentOffline(List<String> users, long time) implements BusMessage {}

  /** A user's own words have changed; {@code custom} is {@code null} if there are none now. */
  public record CustomChanged(String user, Custom custom) implements BusMessage {}
}
