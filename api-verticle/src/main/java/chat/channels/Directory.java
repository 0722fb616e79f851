package chat.channels;

import chat.bus.DirectoryMessages.Memberships;
import chat.bus.DirectoryMessages.MembershipsOf;
import chat.bus.DirectoryMessages.SessionChannels;
import chat.bus.DirectoryMessages.UserSession;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.sql.Database;
import io.vertx.sqlclient.Row;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who is in which channel, and who shares something with whom. Always read from the database.
 *
 * <p>Thread-safe; calls wait, so make them on virtual threads.
 */
public final class Directory {
  private static final int MAX = 20_000;

  private static final SessionChannels ENDED = new SessionChannels(false, List.of());

  private final Database database;
  private final Clock clock;

  private record Pair(String user, String thing) {}

  public Directory(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Answers sockets that sign in, all by one statement.
   *
   * @throws ProblemException {@code bad-request} if they are more than {@link MembershipsOf#MOST}
   */
  public Memberships memberships(MembershipsOf request) {
    List<UserSession> asked = request.sessions();
    if (asked.isEmpty() || asked.size() > MembershipsOf.MOST) {
      throw new ProblemException(
          ProblemType.BAD_REQUEST, "1 to " + MembershipsOf.MOST + " sessions, not " + asked.size());
    }
    List<UserSession> padded = Database.padded(asked);
    List<Object> values = new ArrayList<>(2 * padded.size() + 1);
    for (UserSession each : padded) {
      values.add(each.user());
      values.add(each.session());
    }
    values.add(clock.millis());
    Map<UserSession, SessionChannels> live = new HashMap<>();
    database
        .list(
            "SELECT s.user, s.session, GROUP_CONCAT(c.channel)"
                + " FROM sessions s LEFT JOIN user_channels c ON c.user = s.user"
                + " WHERE (s.user, s.session) IN (%s) AND s.ended IS NULL AND s.expires > ?"
                    .formatted(String.join(",", Collections.nCopies(padded.size(), "(?,?)")))
                + " GROUP BY s.user, s.session",
            Directory::live,
            values.toArray())
        .forEach(live::putAll);
    return new Memberships(asked.stream().map(each -> live.getOrDefault(each, ENDED)).toList());
  }

  private static Map<UserSession, SessionChannels> live(Row row) {
    String channels = row.getString(2);
    return Map.of(
        new UserSession(row.getString(0), row.getString(1)),
        new SessionChannels(true, channels == null ? List.of() : List.of(channels.split(","))));
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
