package chat.channels;

import chat.access.Access;
import chat.access.Role;
import chat.account.Accounts;
import chat.account.Person;
import chat.account.PlainText;
import chat.cache.FencedCache;
import chat.id.Ids;
import chat.outbox.OutboxRelay;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.sql.Database;
import chat.sql.DuplicateKeyException;
import chat.sql.Queries;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Makes channels and changes who is in them. Whatever changes members is in the channel's log when
 * the call returns, or will follow (see {@link OutboxRelay}).
 *
 * <p>Thread-safe; calls wait, so make them on virtual threads. Does not check who may: that is
 * {@link Access}'s.
 */
public final class Channels {
  private final Database database;
  private final FencedCache cache;
  private final MembershipRows memberships;
  private final OutboxRelay relay;
  private final Accounts accounts;
  private final Clock clock;

  /** A member of a channel. */
  public record ChannelMember(Person person, Role role) {}

  private record Row(String user, String role) {}

  public Channels(
      Database database,
      FencedCache cache,
      MembershipRows memberships,
      OutboxRelay relay,
      Accounts accounts,
      Clock clock) {
    this.database = database;
    this.cache = cache;
    this.memberships = memberships;
    this.relay = relay;
    this.accounts = accounts;
    this.clock = clock;
  }

  /** A new channel of a team with its first member, who owns it. */
  public Channel create(String team, String name, boolean isPrivate, String owner) {
    Channel channel = new Channel(Ids.random(), team, Channel.Kind.CHANNEL, name, isPrivate, false);
    requireFreeName(channel);
    uniquely(
        () ->
            database.inTransaction(
                sql -> {
                  requireInTeam(sql, team, owner);
                  ChannelRows.insert(sql, channel, clock.millis());
                  return memberships.add(sql, channel, Map.of(owner, Role.OWNER), owner);
                }));
    relay.deliverAndWait(channel.id());
    return channel;
  }

  /**
   * Makes {@code user} a member of a team's channel, unless they are one already; fails with {@code
   * not-found} if they are not in the team.
   */
  public void add(Channel channel, String user, Role role, String by) {
    boolean added =
        cache.write(
            List.of(Access.channelRoleKey(channel.id(), user)),
            () ->
                database.inTransaction(
                    sql -> {
                      requireInTeam(sql, channel.home(), user);
                      return memberships.add(sql, channel, Map.of(user, role), by);
                    }));
    if (added) {
      relay.deliverAndWait(channel.id());
    }
  }

  /** Ends the membership; false if there was none. */
  public boolean remove(Channel channel, String user, String by) {
    boolean removed =
        cache.write(
            List.of(Access.channelRoleKey(channel.id(), user)),
            () -> database.inTransaction(sql -> memberships.remove(sql, channel, user, by)));
    if (removed) {
      relay.deliverAndWait(channel.id());
    }
    return removed;
  }

  /** Members in the order of their ids, after the id {@code after}. */
  public List<ChannelMember> members(Channel channel, String after, int limit) {
    List<Row> rows =
        database.list(
            "SELECT user, role FROM channel_members WHERE home = ? AND channel = ? AND user > ?"
                + " ORDER BY user LIMIT ?",
            row -> new Row(row.getString(0), row.getString(1)),
            channel.home(),
            channel.id(),
            after,
            limit);
    Map<String, Person> people = accounts.findAll(rows.stream().map(Row::user).toList());
    List<ChannelMember> members = new ArrayList<>();
    for (Row row : rows) {
      members.add(new ChannelMember(people.get(row.user()), Role.of(row.role())));
    }
    return members;
  }

  /**
   * Changes its name, topic or whether it is archived; a part that is null stays. Returns it as it
   * is then, in the log's order of changes.
   */
  public Channel change(Channel channel, String name, String topic, Boolean archived, String by) {
    if (name != null) {
      requireFreeName(
          new Channel(
              channel.id(), channel.home(), channel.kind(), name, channel.isPrivate(), false));
    }
    Channel changed =
        uniquely(
            () ->
                cache.write(
                    List.of(ChannelRows.cacheKey(channel.id())),
                    () ->
                        database.inTransaction(
                            sql -> memberships.change(sql, channel, name, topic, archived, by))));
    relay.deliverAndWait(channel.id());
    return changed;
  }

  /** Sets of what {@code user} wants to be notified; false if they are not a member. */
  public boolean setLevel(String user, String channel, Level level, Long until) {
    return database.update(
            "UPDATE user_channels SET level = ?, level_until = ? WHERE user = ? AND channel = ?",
            level.text(),
            until,
            user,
            channel)
        == 1;
  }

  /** Refuses a name that a public channel of the team has. */
  private void requireFreeName(Channel channel) {
    boolean taken =
        database
            .one(
                "SELECT channel FROM channels WHERE home = ? AND public_name = ?",
                row -> row.getString(0),
                channel.home(),
                PlainText.searchKey(channel.name()))
            .filter(other -> !other.equals(channel.id()))
            .isPresent();
    if (taken) {
      throw nameTaken();
    }
  }

  /** What two do at once, one does. */
  private static <T> T uniquely(Supplier<T> change) {
    try {
      return change.get();
    } catch (DuplicateKeyException e) {
      throw nameTaken();
    }
  }

  private static ProblemException nameTaken() {
    return ProblemException.inField(
        ProblemType.NAME_TAKEN, "name", "is that of another public channel of the team");
  }

  /** Locks the membership of the team, so that it can't end before the transaction does. */
  private static void requireInTeam(Queries sql, String team, String user) {
    String inTeam = "SELECT 1 FROM team_members WHERE team = ? AND user = ? LOCK IN SHARE MODE";
    if (sql.one(inTeam, row -> true, team, user).isEmpty()) {
      throw ProblemException.inField(ProblemType.NOT_FOUND, "user", "is not a member of the team");
    }
  }
}
