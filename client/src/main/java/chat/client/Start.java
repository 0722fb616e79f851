package chat.client;

import java.util.Map;

/**
 * From where a connection delivers a channel's events.
 *
 * @param known by channel, the {@code rev} up to which the application already has everything
 * @param fromBeginning whether channels not in {@code known} are delivered from their first message
 *     rather than from now on
 */
public record Start(Map<String, Long> known, boolean fromBeginning) {
  /** Only what happens from now on; earlier messages by {@link ChatSession#history}. */
  public static final Start NOW = new Start(Map.of(), false);

  /** Everything. */
  public static final Start BEGINNING = new Start(Map.of(), true);

  public Start {
    known = Map.copyOf(known);
  }

  /** Where the application stands, for channels that it knows; new ones from now on. */
  public static Start at(Map<String, Long> known) {
    return new Start(known, false);
  }

  long of(String channel, long now) {
    return known.getOrDefault(channel, fromBeginning ? 0L : now);
  }
}
