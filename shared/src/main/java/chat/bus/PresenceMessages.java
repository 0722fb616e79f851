package chat.bus;

import java.util.List;
import java.util.Map;

/** What is told and asked about who is online. */
public final class PresenceMessages {
  /** Request {@link Query}, answered by any node with the role presence. */
  public static final String QUERY = "presence.query";

  private PresenceMessages() {}

  /** Users whose state on this node changed: their status, or {@code offline} with the last. */
  public record Changed(List<UserPresence> users) implements BusMessage {}

  /** One of them: {@code online}, {@code idle}, {@code dnd} or {@code offline}. */
  public record UserPresence(String user, String status) {}

  /** Asks for the status of at most 1,000 users. */
  public record Query(List<String> users) implements BusMessage {}

  /** Status by user. */
  public record Statuses(Map<String, String> users) implements BusMessage {}
}
