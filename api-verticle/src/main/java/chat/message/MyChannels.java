package chat.message;

import chat.sql.Database;
import java.util.HashSet;
import java.util.Set;

/**
 * The channels of a user, read from the database each time.
 *
 * <p>Thread-safe; calls wait, so make them on virtual threads.
 */
public final class MyChannels {
  private static final int MAX = 20_000;

  private final Database database;

  public MyChannels(Database database) {
    this.database = database;
  }

  /** All that the user is a member of, direct messages too. */
  Set<String> of(String user) {
    return new HashSet<>(
        database.list(
            "SELECT channel FROM user_channels WHERE user = ? LIMIT ?",
            row -> row.getString(0),
            user,
            MAX));
  }
}
