package chat.team;

import chat.account.PlainText;
import chat.sql.Database;
import java.util.ArrayList;
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
        AND %s
      ORDER BY w.word, w.user LIMIT ?\
      """;

  /** Only who shares a channel of the team with somebody. */
  private static final String SHARING =
      """
      EXISTS (SELECT 1 FROM channel_members a
        JOIN channel_members b ON b.home = a.home AND b.channel = a.channel
        WHERE a.home = m.team AND a.user = ? AND b.user = m.user)\
      """;

  private static final String IN_CHANNEL =
      """
      EXISTS (SELECT 1 FROM channel_members c
        WHERE c.home = m.team AND c.channel = ? AND c.user = m.user)\
      """;

  private final Database database;

  /** A member, and the word that found them. */
  record Found(String user, String handle, String name, String role, String word) {}

  public TeamMembers(Database database) {
    this.database = database;
  }

  /**
   * Members whose handle or name starts with {@code prefix}, each once, by the word that matched;
   * after that word and user.
   *
   * @param sharingWith only who shares a channel with that guest; null for all
   */
  List<Found> startingWith(
      String team, String prefix, String sharingWith, String word, String user, int limit) {
    return sharingWith == null
        ? search(team, prefix, "TRUE", List.of(), word, user, limit)
        : search(team, prefix, SHARING, List.of(sharingWith), word, user, limit);
  }

  /** Members of the channel among {@code users} who match, each once. */
  List<Found> among(String team, String prefix, String channel, List<String> users) {
    if (users.isEmpty()) {
      return List.of();
    }
    List<String> values = new ArrayList<>(List.of(channel));
    values.addAll(users);
    String condition = IN_CHANNEL + " AND w.user IN (" + Database.placeholders(users.size()) + ")";
    return search(team, prefix, condition, values, "", "", users.size());
  }

  /** Members of the channel whose handle or name starts with {@code prefix}, each once. */
  List<Found> inChannel(String team, String prefix, String channel, int limit) {
    return search(team, prefix, IN_CHANNEL, List.of(channel), "", "", limit);
  }

  private List<Found> search(
      String team,
      String prefix,
      String condition,
      List<String> conditionValues,
      String word,
      String user,
      int limit) {
    String pattern = escape(PlainText.searchKey(prefix)) + "%";
    List<Object> values = new ArrayList<>(List.of(team, pattern, word, word, user, pattern));
    values.addAll(conditionValues);
    values.add(limit);
    return database.list(
        SEARCH.formatted(condition),
        row ->
            new Found(
                row.getString(0),
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4)),
        values.toArray());
  }

  /**
   * Ids of the members, in their order, after {@code after}.
   *
   * @param sharingWith only who shares a channel with that guest; null for all
   */
  List<String> ids(String team, String sharingWith, String after, int limit) {
    List<Object> values = new ArrayList<>(List.of(team, after));
    if (sharingWith != null) {
      values.add(sharingWith);
    }
    values.add(limit);
    return database.list(
        "SELECT m.user FROM team_members m WHERE m.team = ? AND m.user > ? AND "
            + (sharingWith == null ? "TRUE" : SHARING)
            + " ORDER BY m.user LIMIT ?",
        row -> row.getString(0),
        values.toArray());
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }
}
