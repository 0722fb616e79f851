package chat.status;

import chat.bus.PresenceMessages.Custom;
import chat.bus.PresenceMessages.Profile;
import chat.sql.Database;
import io.vertx.sqlclient.Row;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The statuses in users' own words, and when those who allow it were last online. Who never said
 * anything has no row.
 *
 * <p>Thread-safe; calls wait, so make them on virtual threads.
 */
public final class Statuses {
  private static final int CHUNK = 1_000;
  private static final String COLUMNS = "user, text, emoji, until, show_last_seen, last_seen";

  private final Database database;
  private final Clock clock;

  /**
   * All that a user has set.
   *
   * @param text empty for none
   * @param until when it ends, in milliseconds since 1970; {@code null} for never
   * @param lastSeen whether others may know when the user was last online
   */
  record Own(String text, String emoji, Long until, boolean lastSeen) {
    static final Own NOTHING = new Own("", null, null, false);

    Custom custom() {
      return text.isEmpty() && emoji == null ? null : new Custom(text, emoji, until);
    }
  }

  public Statuses(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** What the user has set, without what has ended. */
  Own own(String user) {
    return database
        .one("SELECT " + COLUMNS + " FROM statuses WHERE user = ?", this::own, user)
        .orElse(Own.NOTHING);
  }

  private Own own(Row row) {
    Long until = row.getLong(3);
    boolean over = until != null && until <= clock.millis();
    return new Own(
        over ? "" : row.getString(1),
        over ? null : row.getString(2),
        over ? null : until,
        row.getBoolean(4));
  }

  /** Takes the place of what was set before. */
  void set(String user, Own own) {
    database.update(
        "INSERT INTO statuses (user, text, emoji, until, show_last_seen) VALUES (?, ?, ?, ?, ?)"
            + " ON DUPLICATE KEY UPDATE text = VALUES(text), emoji = VALUES(emoji),"
            + " until = VALUES(until), show_last_seen = VALUES(show_last_seen)",
        user,
        own.text(),
        own.emoji(),
        own.until(),
        own.lastSeen());
  }

  /** What may be told of these users, by user; who has set nothing is left out. */
  public Map<String, Profile> profiles(Collection<String> users) {
    return chunks(
            users,
            chunk ->
                database.list(
                    "SELECT "
                        + COLUMNS
                        + " FROM statuses WHERE user IN ("
                        + Database.placeholders(chunk.size())
                        + ")",
                    row ->
                        new Profile(
                            row.getString(0),
                            own(row).custom(),
                            row.getBoolean(4) ? row.getLong(5) : null),
                    chunk.toArray()))
        .stream()
        .collect(Collectors.toMap(Profile::user, profile -> profile));
  }

  /** Notes when these were last online, for those who allow it to be known. */
  public void wentOffline(Collection<String> users, long time) {
    chunks(
        users,
        chunk -> {
          Object[] values = new Object[chunk.size() + 1];
          values[0] = time;
          for (int i = 0; i < chunk.size(); i++) {
            values[i + 1] = chunk.get(i);
          }
          return List.of(
              database
                  .background()
                  .update(
                      "UPDATE statuses SET last_seen = ? WHERE show_last_seen AND user IN ("
                          + Database.placeholders(chunk.size())
                          + ")",
                      values));
        });
  }

  private static <T> List<T> chunks(
      Collection<String> users, Function<List<String>, List<T>> query) {
    String[] all = users.toArray(new String[0]);
    List<T> found = new ArrayList<>();
    for (int from = 0; from < all.length; from += CHUNK) {
      int to = Math.min(from + CHUNK, all.length);
      found.addAll(query.apply(Arrays.asList(all).subList(from, to)));
    }
    return found;
  }
}
