package chat.team;

import chat.account.PlainText;
import chat.sql.Database;
import java.util.List;

/**
 * Lists and searches the members of teams. One shard answers: the rows carry copies of handle and
 * name.
 *
 * <p>Thread-safe; calls wait, so make them on virtual threads.
 */
public final class TeamMembers {
  private static final String SEARCH =
      """
      SELECT m.user, m.handle, m.name, m.role, w.word
      FROM team_member_words w JOIN team_members m ON m.team = w.team AND m.user = w.user
      WHERE w.team = ? AND w.word LIKE ? AND (w.word > ? OR (w.word = ? AND w.user > ?))
        AND NOT EXISTS (SELECT 1 FROM team_member_words o
          WHERE o.team = w.team AND o.user = w.user AND o.word LIKE ? AND o.word < w.word)
      ORDER BY w.word, w.user LIMIT ?""";

  private final Database database;

  /** A member, and the word that found them. */
  record Found(String user, String handle, String name, String role, String word) {}

  public TeamMembers(Database database) {
    this.database = database;
  }

  /**
   * Members whose handle or name starts with {@code prefix}, each once, by the word that matched;
   * after that word and user.
   */
  List<Found> startingWith(String team, String prefix, String word, String user, int limit) {
    String pattern = escape(PlainText.searchKey(prefix)) + "%";
    return database.list(
        SEARCH,
        row ->
            new Found(
                row.getString(0),
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4)),
        team,
        pattern,
        word,
        word,
        user,
        pattern,
        limit);
  }

  /** Ids of the members, in their order, after {@code after}. */
  List<String> ids(String team, String after, int limit) {
    return database.list(
        "SELECT user FROM team_members WHERE team = ? AND user > ? ORDER BY user LIMIT ?",
        row -> row.getString(0),
        team,
        after,
        limit);
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }
}
