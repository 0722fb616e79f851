package chat.team;

import chat.access.Access;
import chat.access.Role;
import chat.access.Rules;
import chat.cache.FencedCache;
import chat.channels.MembershipRows;
import chat.outbox.OutboxRelay;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.sql.Database;
import chat.sql.Queries;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Changes what people are in a team, and ends their memberships. Who may is decided on the rows
 * themselves, which are locked: two admins who act at once can't outdo the rules.
 *
 * <p>Thread-safe; calls wait, so make them on virtual threads.
 */
public final class Crew {
  private final Database database;
  private final FencedCache cache;
  private final MembershipRows memberships;
  private final OutboxRelay relay;
  private final TeamNews news;

  public Crew(
      Database database,
      FencedCache cache,
      MembershipRows memberships,
      OutboxRelay relay,
      TeamNews news) {
    this.database = database;
    this.cache = cache;
    this.memberships = memberships;
    this.relay = relay;
    this.news = news;
  }

  /** Gives {@code user} another role. A guest who becomes more is put into the first channel. */
  void changeRole(Team team, String actor, String user, Role wanted) {
    boolean changed =
        cache.write(
            List.of(
                Access.teamRoleKey(team.id(), user), Access.channelRoleKey(team.general(), user)),
            () ->
                database.inTransaction(
                    sql -> {
                      memberships.lock(sql, Teams.general(team));
                      Role own = locked(sql, team, actor, "team");
                      Role old = locked(sql, team, user, "member");
                      if (!Rules.mayChangeRole(own, old, wanted)) {
                        throw new ProblemException(
                            ProblemType.FORBIDDEN,
                            "Both their role and the new one must be below your own");
                      }
                      if (old == wanted) {
                        return false;
                      }
                      setRole(sql, team, user, wanted);
                      if (old == Role.GUEST) {
                        memberships.add(sql, Teams.general(team), Map.of(user, Role.MEMBER), actor);
                      }
                      return true;
                    }));
    if (changed) {
      relay.deliverAndWait(team.general());
      news.member(team, user);
    }
  }

  /** Makes {@code user} the owner, and {@code actor}, who was, an admin. */
  void transfer(Team team, String actor, String user) {
    cache.write(
        List.of(Access.teamRoleKey(team.id(), user), Access.teamRoleKey(team.id(), actor)),
        () ->
            database.inTransaction(
                sql -> {
                  memberships.lock(sql, Teams.general(team));
                  if (locked(sql, team, actor, "team") != Role.OWNER) {
                    throw new ProblemException(
                        ProblemType.FORBIDDEN, "Only the owner can give the team away");
                  }
                  Role old = lockedInField(sql, team, user);
                  if (old == Role.GUEST) {
                    throw ProblemException.inField(
                        ProblemType.FORBIDDEN, "user", "is a guest; make them a member first");
                  }
                  setRole(sql, team, actor, Role.ADMIN);
                  setRole(sql, team, user, Role.OWNER);
                  return null;
                }));
    news.member(team, actor);
    news.member(team, user);
  }

  /**
   * Ends the membership of {@code user} in the team, in all its channels, and takes back their
   * invitations. Everybody but the owner may leave; who removes others must outrank them.
   */
  void remove(Team team, String actor, String user) {
    List<String> known =
        database.list(
            "SELECT channel FROM channel_members WHERE home = ? AND user = ?",
            row -> row.getString(0),
            team.id(),
            user);
    List<String> left =
        cache.write(
            keys(team, user, known).toList(),
            () -> database.inTransaction(sql -> remove(sql, team, actor, user)));
    List<String> added = left.stream().filter(channel -> !known.contains(channel)).toList();
    if (!added.isEmpty()) {
      cache.write(keys(team, user, added).toList(), () -> null);
    }
    relay.deliverAndWait(left);
    news.member(team, user);
  }

  private static Stream<String> keys(Team team, String user, List<String> channels) {
    return Stream.concat(
        Stream.of(Access.teamRoleKey(team.id(), user)),
        channels.stream().map(channel -> Access.channelRoleKey(channel, user)));
  }

  private List<String> remove(Queries sql, Team team, String actor, String user) {
    memberships.lock(sql, Teams.general(team));
    Role own = locked(sql, team, actor, "team");
    if (!actor.equals(user)) {
      if (!Rules.mayRemove(own, locked(sql, team, user, "member"))) {
        throw new ProblemException(
            ProblemType.FORBIDDEN, "Only a higher role than theirs may remove someone");
      }
    } else if (own == Role.OWNER) {
      throw new ProblemException(
          ProblemType.FORBIDDEN, "The owner can't leave; give the team to somebody else first");
    }
    for (String table : List.of("team_members", "team_member_words", "user_teams")) {
      sql.update("DELETE FROM " + table + " WHERE team = ? AND user = ?", team.id(), user);
    }
    Invites.revokeAllOf(sql, team.id(), user);
    return memberships.removeFromAll(sql, team.id(), user, actor);
  }

  private static void setRole(Queries sql, Team team, String user, Role role) {
    for (String table : List.of("team_members", "user_teams")) {
      sql.update(
          "UPDATE " + table + " SET role = ? WHERE team = ? AND user = ?",
          role.text(),
          team.id(),
          user);
    }
  }

  private static Role locked(Queries sql, Team team, String user, String what) {
    return sql.one(
            "SELECT role FROM team_members WHERE team = ? AND user = ? FOR UPDATE",
            row -> Role.of(row.getString(0)),
            team.id(),
            user)
        .orElseThrow(() -> Access.notFound(what));
  }

  private static Role lockedInField(Queries sql, Team team, String user) {
    try {
      return locked(sql, team, user, "member");
    } catch (ProblemException e) {
      throw ProblemException.inField(ProblemType.NOT_FOUND, "user", "is not a member of the team");
    }
  }
}
