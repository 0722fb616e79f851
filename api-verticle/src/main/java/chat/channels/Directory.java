package chat.channels;

import chat.account.Sessions;
import chat.bus.DirectoryMessages.Membership;
import chat.bus.DirectoryMessages.Memberships;
import chat.bus.DirectoryMessages.MembershipsOf;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.sql.Database;
import java.util.ArrayList;
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

  /**
   * Those of {@code others} who share a team with {@code user}; where that is a guest, only those
   * who share a channel of it too.
   */
  public Set<String> teamMates(String user, Set<String> others) {
    Set<String> mates =
        sharing(
            "SELECT user, team FROM user_teams WHERE user IN (%s) LIMIT ?",
            "SELECT user, team FROM user_teams WHERE user IN (%s) AND role <> 'guest' LIMIT ?",
            user,
            others);
    List<String> asGuest =
        database.list(
            "SELECT team FROM user_teams WHERE user = ? AND role = 'guest' LIMIT ?",
            row -> row.getString(0),
            user,
            MAX);
    for (String team : asGuest) {
      Set<String> left = new HashSet<>(others);
      left.removeAll(mates);
      mates.addAll(sharingChannel(team, user, left));
    }
    return mates;
  }

  private Set<String> sharingChannel(String team, String user, Set<String> others) {
    if (others.isEmpty()) {
      return Set.of();
    }
    List<Object> values = new ArrayList<>(List.of(team, user));
    values.addAll(others);
    return Set.copyOf(
        database.list(
            "SELECT DISTINCT b.user FROM channel_members a JOIN channel_members b"
                + " ON b.home = a.home AND b.channel = a.channel"
                + " WHERE a.home = ? AND a.user = ? AND b.user IN ("
                + Database.placeholders(others.size())
                + ")",
            row -> row.getString(0),
            values.toArray()));
  }

  /** Those of {@code others} who share a direct message with {@code user}. */
  public Set<String> correspondents(String user, Set<String> others) {
    String dms =
        "SELECT user, channel FROM user_channels WHERE user IN (%s) AND kind = 'dm' LIMIT ?";
    return sharing(dms, dms, user, others);
  }

  private Set<String> sharing(String sql, String ownSql, String user, Set<String> others) {
    List<Pair> own = pairs(ownSql, List.of(user));
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
