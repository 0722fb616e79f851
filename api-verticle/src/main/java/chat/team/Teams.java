package chat.team;

import chat.access.Access;
import chat.access.Role;
import chat.account.Person;
import chat.account.PlainText;
import chat.cache.FencedCache;
import chat.channels.Channel;
import chat.channels.ChannelRows;
import chat.channels.MembershipRows;
import chat.id.Ids;
import chat.outbox.OutboxRelay;
import chat.sql.Database;
import chat.sql.Queries;
import io.vertx.sqlclient.Row;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Teams and who is in them.
 *
 * <p>Thread-safe; calls wait, so make them on virtual threads. Does not check who may: that is
 * {@link Access}'s.
 */
public final class Teams {
  private static final String GENERAL = "general";
  private static final String COLUMNS = "team, name, open, encrypted, general";

  private final Database database;
  private final FencedCache cache;
  private final MembershipRows memberships;
  private final OutboxRelay relay;
  private final TeamNews news;
  private final Clock clock;

  public Teams(
      Database database,
      FencedCache cache,
      MembershipRows memberships,
      OutboxRelay relay,
      TeamNews news,
      Clock clock) {
    this.database = database;
    this.cache = cache;
    this.memberships = memberships;
    this.relay = relay;
    this.news = news;
    this.clock = clock;
  }

  /** A new team with its owner and its first channel. */
  Team create(String name, boolean open, Person owner) {
    Channel general =
        new Channel(
            Ids.random(), Ids.timeOrdered(clock), Channel.Kind.CHANNEL, GENERAL, false, false);
    Team team = new Team(general.home(), name, open, false, general.id());
    database.inTransaction(
        sql -> {
          sql.update(
              "INSERT INTO teams (team, name, open, encrypted, general, created)"
                  + " VALUES (?, ?, ?, ?, ?, ?)",
              team.id(),
              name,
              open,
              false,
              general.id(),
              clock.millis());
          ChannelRows.insert(sql, general, clock.millis());
          insertMember(sql, team, owner, Role.OWNER);
          return memberships.add(sql, general, Map.of(owner.id(), Role.OWNER), owner.id());
        });
    relay.deliverAndWait(general.id());
    return team;
  }

  Optional<Team> find(String id) {
    return Ids.isId(id)
        ? cache.read(
            cacheKey(id),
            Team.class,
            FencedCache.MAX_LIFE,
            () -> load(List.of(id)).stream().findFirst())
        : Optional.empty();
  }

  private static String cacheKey(String id) {
    return "team:" + id;
  }

  /** Changes its name or whether it is open; a part that is null stays. */
  Team change(Team team, String name, Boolean open) {
    cache.write(
        List.of(cacheKey(team.id())),
        () ->
            database.update(
                "UPDATE teams SET name = COALESCE(?, name), open = COALESCE(?, open)"
                    + " WHERE team = ?",
                name,
                open,
                team.id()));
    Team changed = find(team.id()).orElseThrow(() -> Access.notFound("team"));
    news.renamed(changed);
    return changed;
  }

  /** These teams by id. */
  Map<String, Team> findAll(List<String> ids) {
    return ids.isEmpty()
        ? Map.of()
        : load(ids).stream().collect(Collectors.toMap(Team::id, Function.identity()));
  }

  private List<Team> load(List<String> ids) {
    return database.list(
        "SELECT "
            + COLUMNS
            + " FROM teams WHERE team IN ("
            + Database.placeholders(ids.size())
            + ")",
        Teams::team,
        ids.toArray());
  }

  /**
   * Makes {@code person} a member of the team and of its first channel; nothing changes for who is
   * one already.
   *
   * @param condition runs first, in the same transaction, and only for who is not a member; throws
   *     to refuse
   */
  void join(Team team, Person person, Consumer<Queries> condition) {
    join(team, person, Role.MEMBER, List.of(), condition);
  }

  /**
   * The same, with another role, and into these channels of the team too; a guest only into these.
   */
  void join(
      Team team, Person person, Role role, List<Channel> channels, Consumer<Queries> condition) {
    Channel general = general(team);
    Map<String, Channel> into = new TreeMap<>();
    channels.forEach(channel -> into.put(channel.id(), channel));
    if (role != Role.GUEST) {
      into.put(general.id(), general);
    }
    List<String> outdated = new ArrayList<>(List.of(Access.teamRoleKey(team.id(), person.id())));
    into.keySet().forEach(id -> outdated.add(Access.channelRoleKey(id, person.id())));
    boolean joined =
        cache.write(
            outdated,
            () ->
                database.inTransaction(
                    sql -> {
                      // Whoever joins at the same time waits here rather than in a deadlock.
                      memberships.lock(sql, general);
                      if (isMember(sql, team, person)) {
                        return false;
                      }
                      condition.accept(sql);
                      insertMember(sql, team, person, role);
                      for (Channel channel : into.values()) {
                        memberships.add(
                            sql, channel, Map.of(person.id(), Role.MEMBER), person.id());
                      }
                      return true;
                    }));
    if (joined) {
      relay.deliverAndWait(into.keySet());
      news.member(team, person.id());
    }
  }

  static Channel general(Team team) {
    return new Channel(team.general(), team.id(), Channel.Kind.CHANNEL, GENERAL, false, false);
  }

  private static boolean isMember(Queries sql, Team team, Person person) {
    return sql.one(
            "SELECT 1 FROM team_members WHERE team = ? AND user = ?",
            row -> true,
            team.id(),
            person.id())
        .isPresent();
  }

  private void insertMember(Queries sql, Team team, Person person, Role role) {
    long now = clock.millis();
    sql.update(
        "INSERT INTO team_members (team, user, role, handle, name, joined)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        team.id(),
        person.id(),
        role.text(),
        person.handle(),
        person.name(),
        now);
    sql.batch(
        "INSERT INTO team_member_words (team, word, user) VALUES (?, ?, ?)",
        Stream.of(person.handle(), PlainText.searchKey(person.name()))
            .distinct()
            .map(word -> List.<Object>of(team.id(), word, person.id()))
            .toList());
    sql.update(
        "INSERT INTO user_teams (user, team, role, joined) VALUES (?, ?, ?, ?)",
        person.id(),
        team.id(),
        role.text(),
        now);
  }

  /** The member's own part. */
  Optional<TeamView.Own> own(String user, String team) {
    return database.one(
        "SELECT team, role, joined, muted, muted_until FROM user_teams WHERE user = ? AND team = ?",
        Teams::own,
        user,
        team);
  }

  /** The memberships of {@code user} in the order of joining, after that one. */
  List<TeamView.Own> of(String user, long joined, String team, int limit) {
    return database.list(
        "SELECT team, role, joined, muted, muted_until FROM user_teams WHERE user = ?"
            + " AND (joined > ? OR (joined = ? AND team > ?)) ORDER BY joined, team LIMIT ?",
        Teams::own,
        user,
        joined,
        joined,
        team,
        limit);
  }

  /** Mutes or unmutes the team for one member. */
  void mute(String user, String team, boolean muted, Long until) {
    database.update(
        "UPDATE user_teams SET muted = ?, muted_until = ? WHERE user = ? AND team = ?",
        muted,
        until,
        user,
        team);
  }

  private static Team team(Row row) {
    return new Team(
        row.getString(0), row.getString(1), row.getBoolean(2), row.getBoolean(3), row.getString(4));
  }

  private static TeamView.Own own(Row row) {
    return new TeamView.Own(
        row.getString(0),
        Role.of(row.getString(1)),
        row.getLong(2),
        row.getBoolean(3),
        row.getLong(4));
  }
}
