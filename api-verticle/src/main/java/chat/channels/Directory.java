package chat.channels;

import chat.account.Sessions;
import chat.bus.DirectoryMessages.Membership;
import chat.bus.DirectoryMessages.Memberships;
import chat.bus.DirectoryMessages.MembershipsOf;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.sql.Database;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Who is in which channel, and who shares something with whom. Always read from the database.
 *
 * <p>Thread-safe; calls wait, so make them on virtual threads.
 */
public final class Directory {
  private static final int MAX = 20_000;

  private final Database database;
  private final Sessions sessions;

  private record Pair(String user, String thing) {}

  public Directory(Database database, Sessions sessions) {
    this.database = database;
    this.sessions = sessions;
  }

  /** Answers a socket that signs in; fails with {@code unauthorized} if its session has ended. */
  public Memberships memberships(MembershipsOf request) {
    if (!sessions.isLive(request.user(), request.session())) {
      throw new ProblemException(ProblemType.UNAUTHORIZED, "The session has ended");
    }
    return new Memberships(
        request.user(),
        database.list(
            "SELECT channel, role FROM user_channels WHERE user = ? LIMIT ?",
            row -> new Membership(row.getString(0), row.getString(1)),
            request.user(),
            MAX));
  }

  /** Those of {@code others} who share a team with {@code user}. */
  public Set<String> teamMates(String user, Set<String> others) {
    return sharing("SELECT user, team FROM user_teams WHERE user IN (%s) LIMIT ?", user, others);
  }

  /** Those of {@code others} who share a direct message with {@code user}. */
  public Set<String> correspondents(String user, Set<String> others) {
    return sharing(
        "SELECT user, channel FROM user_channels WHERE user IN (%s) AND kind = 'dm' LIMIT ?",
        user, others);
  }

  private Set<String> sharing(String sql, String user, Set<String> others) {
    List<Pair> own = pairs(sql, List.of(user));
    Set<String> mine = new HashSet<>(own.stream().map(Pair::thing).toList());
    Set<String> found = new HashSet<>();
    if (!mine.isEmpty() && !others.isEmpty()) {
      for (Pair pair : pairs(sql, List.copyOf(others))) {
        if (mine.contains(pair.thing())) {
          found.add(pair.user());
        }
      }
    }
    return found;
  }

  private List<Pair> pairs(String sql, List<String> users) {
    Object[] values = new Object[users.size() + 1];
    users.toArray(values);
    values[users.size()] = MAX;
    return database.list(
        sql.formatted(Database.placeholders(users.size())),
        row -> new Pair(row.getString(0), row.getString(1)),
        values);
  }
}
